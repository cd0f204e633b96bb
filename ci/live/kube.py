"""Kubeconfigs that are made up, and what the real kubectl does with each.

kubectl says which cluster it would reach (`config view --minify`), and starts the program in `exec`,
in whose place a stand-in writes down what it is given. What awsprompt says of the context has to be
the same, or that it does not know. The requests themselves go to a closed port of this machine.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

COUNTS = {"short": 60, "long": 600}
ACCOUNTS = {"dev": "111122223333", "prod": "999988887777", "ops": "444455556666"}
REGIONS = ["eu-west-1", "us-east-2", "ap-south-1"]
ROLE = "arn:aws:iam::210987654321:role/Eks"
SESSION = """[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
"""
STAND_IN = """#!/bin/sh
{ printf '%s\\n' "$@"; env | grep '^AWS_'; } >"$KUBE_RECORD"
echo '{"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential",
  "status": {"token": "x"}}'
"""


@dataclass(frozen=True)
class KubeCase:
    files: dict[str, str]
    kubeconfig: str | None
    words: list[str]
    environment: dict[str, str]


def scalar(dice: random.Random, text: str) -> str:
    """Writes a text in one of the ways of YAML."""
    plain = text if re.fullmatch(r"[A-Za-z][\w.:/@-]*[\w]", text) else f'"{text}"'
    return dice.choice([plain, plain, plain, f'"{text}"', f"'{text}'"])


def listed(dice: random.Random, key: str, texts: list[str], indent: str) -> str:
    texts = [scalar(dice, text) for text in texts]
    if dice.random() < 0.3:
        return f"{indent}{key}: [{', '.join(texts)}]\n"
    step = dice.choice(["", "  "])
    return f"{indent}{key}:\n" + "".join(f"{indent}{step}- {text}\n" for text in texts)


def user(dice: random.Random, name: str) -> str:
    lines = f"- name: {scalar(dice, name)}\n  user:\n"
    kind = dice.random()
    if kind < 0.1:
        return lines + "    token: x\n"
    args, env = ["eks", "get-token", "--cluster-name", "x"], []
    if dice.random() < 0.4:
        args = ["--region", dice.choice(REGIONS), *args]
    if dice.random() < 0.3:
        role = dice.choice(["--role", "--role-arn"])
        args += dice.choice([[role, ROLE], [f"{role}={ROLE}"]])
    if dice.random() < 0.3:
        args += ["--profile", dice.choice(list(ACCOUNTS))]
    if dice.random() < 0.5:
        env.append(("AWS_PROFILE", dice.choice(list(ACCOUNTS))))
    if dice.random() < 0.2:
        env.append(("AWS_STS_REGIONAL_ENDPOINTS", "regional"))
    lines += "    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n"
    lines += listed(dice, "args", args, "      ") + "      command: aws\n"
    if env:
        lines += "      env:\n"
        for key, value in env:
            lines += f"      - name: {key}\n        value: {scalar(dice, value)}\n"
    elif dice.random() < 0.5:
        lines += "      env: null\n"
    return lines


def file(dice: random.Random, names: list[str]) -> str:
    some = lambda: [name for name in names if dice.random() < 0.7]
    arn = lambda name: f"arn:aws:eks:{REGIONS[0]}:{ACCOUNTS['ops']}:cluster/{name}"
    of_eksctl = lambda name: f"{name}.{REGIONS[0]}.eksctl.io"
    clusters = [dice.choice([name, arn(name), of_eksctl(name)]) for name in some()]
    users = some()
    text = dice.choice(["", "---\n", "# mine\n"]) + "apiVersion: v1\nkind: Config\n"
    parts = ["clusters:\n", "users:\n", "contexts:\n"]
    for name in clusters:
        region = dice.choice(REGIONS)
        server = dice.choice([f"https://A1.gr7.{region}.eks.amazonaws.com", "https://127.0.0.1:6443"])
        # With a certificate that is none, newer versions of kubectl stop before they ask for credentials.
        data = "    proxy-url: \"\"\n" if dice.random() < 0.3 else ""
        parts[0] += f"- cluster:\n{data}    server: {scalar(dice, server)}\n"
        parts[0] += "    insecure-skip-tls-verify: true\n"
        parts[0] += f"  name: {scalar(dice, name)}\n"
    for name in users:
        parts[1] += user(dice, name)
    for name in some():
        cluster = scalar(dice, dice.choice((clusters or names) + names[:1]))
        of = scalar(dice, dice.choice((users or names) + names[:1]))
        if dice.random() < 0.3:
            parts[2] += f"- {{name: {name}, context: {{cluster: {cluster}, user: {of}}}}}\n"
        else:
            parts[2] += f"- context:\n    cluster: {cluster}\n    user: {of}\n  name: {name}\n"
    parts = [part if part.count("\n") > 1 else part.strip() + " []\n" for part in parts]
    if dice.random() < 0.8:
        parts.append(f"current-context: {scalar(dice, dice.choice(names))}\n")
    dice.shuffle(parts)
    return text + "".join(parts)


def case(seed: int) -> KubeCase:
    dice = random.Random(seed)
    names = ["dev", "prod", "ops"]
    paths = dice.sample(["a", "b", "sub/c"], dice.choice([1, 1, 2, 3]))
    files = {path: file(dice, names) for path in paths}
    words, listed_paths = [], None
    if dice.random() < 0.5:
        listed_paths = ":".join(paths + dice.choice([[], ["none"], [""]]))
    else:
        files[".kube/config"] = file(dice, names)
    if dice.random() < 0.3:
        words += dice.choice([["--context", dice.choice(names)], [f"--context={dice.choice(names)}"]])
    if dice.random() < 0.2:
        words += ["--kubeconfig", paths[0]]
    environment = {"AWS_PROFILE": "dev"} if dice.random() < 0.7 else {}
    return KubeCase(files, listed_paths, words, environment)


def run(program: str, awsprompt: Path, made: KubeCase) -> str | None:
    """Returns how the two differ; "" if the name of a cluster says where it is and awsprompt does not."""
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        for path, text in made.files.items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_text(text)
        (home / ".aws").mkdir()
        profiles = [f"[profile {name}]\nsso_session = corp\nsso_account_id = {account}\n"
                    f"sso_role_name = X\nregion = eu-north-1\n"
                    for name, account in ACCOUNTS.items()]
        (home / ".aws/config").write_text("".join(profiles) + SESSION)
        (home / "bin").mkdir()
        (home / "bin/aws").write_text(STAND_IN)
        (home / "bin/aws").chmod(0o755)
        record = home / "record"
        environment = {"HOME": directory, "PATH": f"{home}/bin:/usr/bin:/bin",
                       "KUBE_RECORD": str(record), "HTTPS_PROXY": "http://127.0.0.1:1",
                       **made.environment}
        if made.kubeconfig is not None:
            environment["KUBECONFIG"] = made.kubeconfig
        call = lambda words: subprocess.run(words, cwd=home, env=environment, text=True,
                                            capture_output=True, timeout=60)
        view = call([program, *made.words, "config", "view", "--minify", "-o", "json"])
        call([program, *made.words, "--request-timeout=5s", "get", "--raw", "/version"])
        asked = record.read_text().splitlines() if record.exists() else None
        said = call([awsprompt, "project", "--json", "--", "kubectl", *made.words, "apply"])
        if said.returncode != 0:
            return f"awsprompt fails: {said.stderr}"
        return difference(json.loads(said.stdout)["targets"][0],
                          json.loads(view.stdout) if view.returncode == 0 else None,
                          asked, made.environment)


def difference(said: dict, view: dict | None, asked: list[str] | None, environment: dict) -> str | None:
    account, region = said["account"], said["region"]
    words = " ".join(asked or [])
    role = re.search(r"--role(?:-arn)?[ =](\S+)", words)
    named = [cluster["name"] for cluster in (view or {}).get("clusters") or []
             if "eks" in cluster["cluster"].get("server", "")]
    # Whatever another name is, a role of another account may be known to the cluster.
    says = named and (named[0].startswith("arn:") or named[0].endswith(".eksctl.io") and not role)
    if account["certainty"] == "unknown":
        return "" if asked is not None and says else None
    if view is None or not view.get("contexts"):
        return f"kubectl has no context, awsprompt {said['name']}"
    context = view["contexts"][0]
    if said["name"] != f"context {context['name']}":
        return f"kubectl has the context {context['name']}, awsprompt {said['name']}"
    cluster = context["context"]["cluster"]
    if arn := re.fullmatch(r"arn:aws:eks:([^:]+):(\d+):cluster/.*", cluster):
        expected = (arn[2], arn[1])
    elif asked is None:
        return f"kubectl asks nobody for credentials, awsprompt says {account}"
    elif not says:
        return f"the name of the cluster {cluster} says no account, awsprompt says {account}"
    else:
        profile = re.search(r"--profile[ =](\S+)", words) or re.search(r"AWS_PROFILE=(\S+)", words)
        server = view["clusters"][0]["cluster"]["server"]
        expected = (ACCOUNTS[profile[1]] if profile else None,
                    re.search(r"gr7\.([^.]+)", server)[1])
    found = (account["value"], region["value"])
    return None if found == expected else f"kubectl reaches {expected}, awsprompt says {found}"


def holds(awsprompt: Path, seed: int, count: int) -> bool:
    """Compares; tells whether awsprompt is right wherever it is certain."""
    program = os.environ.get("AWSPROMPT_KUBECTL") or shutil.which("kubectl")
    if not program:
        print("NOT COMPARED with kubectl: it is not installed (Debian: kubernetes-client)")
        return True
    found = {number: run(program, awsprompt, case(number)) for number in range(seed, seed + count)}
    wrong = {number: why for number, why in found.items() if why}
    unknown = sum(why == "" for why in found.values())
    print(f"kubectl: {count} kubeconfigs; {unknown} whose cluster has a name of EKS are not known")
    for number, why in list(wrong.items())[:9]:
        print(f"  MISS of kubectl, seed {number}: {why}\n{case(number)}")
    return not wrong and unknown <= count * 0.1
