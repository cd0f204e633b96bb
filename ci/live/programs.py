"""The programs that are asked about a case: awsprompt itself and the clients it speaks for."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import answer
from answer import Answer
from case import Case, Stage
from stand_in import StandIn

HERE = Path(__file__).parent

# Nothing listens there: what would leave the machine through it fails at once.
NOWHERE = "http://127.0.0.1:9"
NETWORK_FAILURES = ("proxy", "Could not connect", "Connect timeout", "endpoint URL")


def run(command: list[str], case: Case, stage: Stage, **more: str) -> subprocess.CompletedProcess:
    """Runs a program without a terminal; what it may ask for is the code of an MFA device."""
    return subprocess.run(command, env={**stage.environment(case), **more}, cwd=stage.directory,
                          input=b"123456\n", start_new_session=True, capture_output=True,
                          timeout=60, check=False)


def text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


class Awsprompt:
    def __init__(self, binary: str) -> None:
        self.binary = binary

    def answers(self, case: Case, stage: Stage) -> dict[str, Answer]:
        """What it says of each client."""
        explained = run([self.binary, "explain", "--json", *case.options()], case, stage)
        listed = run([self.binary, "list", "--names"], case, stage)
        if explained.returncode or explained.stderr:
            raise RuntimeError(f"awsprompt failed: {text(explained.stderr)}\n{case.shown()}")
        names = None
        if listed.returncode == 0:
            names = frozenset(text(listed.stdout).splitlines())
        return {column["client"]: of_column(column, names)
                for column in json.loads(explained.stdout)["clients"]}


def of_column(column: dict, names: frozenset[str] | None) -> Answer:
    def value(field: str) -> str | None:
        return (column[field] or {}).get("value") or None

    credentials = column["credentials"] or {}
    error = column["error"]
    return Answer(
        ok=column["ok"],
        profile=(column["profile"] or {}).get("value"),
        profiles=names,
        region=value("region"),
        source=credentials.get("source"),
        account=value("account"),
        key_end=credentials.get("identity"),
        token=credentials.get("session_token"),
        kinds=frozenset([error["kind"]] if error else []),
        message=error["message"] if error else None,
    )


class Client:
    """Something that is asked about a case, and answers for one client or more."""

    def answers(self, case: Case, stage: Stage) -> dict[str, Answer]:
        raise NotImplementedError

    def wait(self) -> None:
        """Waits until it has read what it reads at its start."""

    def close(self) -> None:
        pass


class PythonClients(Client):
    """`python_client.py` in a process of its own, asked a line at a time."""

    def __init__(self, python: str, which: str, stage: Stage) -> None:
        self.process = subprocess.Popen(
            [python, "-B", str(HERE / "python_client.py"), which],
            env={"HOME": str(stage.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def answers(self, case: Case, stage: Stage) -> dict[str, Answer]:
        question = {"environment": stage.environment(case), "directory": str(stage.directory),
                    "profile": case.profile, "region": case.region}
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answers = json.loads(self.process.stdout.readline())
        return {client: answer.of_python(raw) for client, raw in answers.items()}

    def wait(self) -> None:
        assert self.process.stdout
        self.process.stdout.readline()

    def close(self) -> None:
        self.process.communicate()


class JavaScript(Client):
    """The JavaScript SDK, which reaches the stand-in through AWS_ENDPOINT_URL."""

    def __init__(self, directory: Path, stand_in: StandIn) -> None:
        self.directory = directory
        self.stand_in = stand_in

    def answers(self, case: Case, stage: Stage) -> dict[str, Answer]:
        self.stand_in.forget()
        given = {"profile": case.profile, "region": case.region}
        options = json.dumps({name: value for name, value in given.items() if value is not None})
        done = run(["node", str(HERE / "signer.js"), str(self.directory), options], case, stage,
                   AWS_ENDPOINT_URL=f"http://127.0.0.1:{stage.port}")
        if not done.stdout:
            raise RuntimeError(f"node: {text(done.stderr)}\n{case.shown()}")
        raw = json.loads(done.stdout)
        key = self.stand_in.signer or ""
        source = answer.of_key(case, key, self.stand_in.issued.get(key)) if raw["ok"] else None
        return {"js-sdk": Answer(ok=raw["ok"], region=raw.get("region") or None,
                                 has_region="region" in raw, source=source,
                                 account=answer.account_of(key), key_end=answer.end_of(key),
                                 token=self.stand_in.sent_token, message=raw["message"])}


class OldCli2(Client):
    """An installed `aws` of version 2: what `aws configure` tells of a case."""

    def __init__(self, program: str) -> None:
        self.program = program

    def answers(self, case: Case, stage: Stage) -> dict[str, Answer]:
        def aws(*words: str) -> subprocess.CompletedProcess:
            # Of the options only --profile counts here.
            options = [] if case.profile is None else ["--profile", case.profile]
            return run([self.program, "configure", *words, *options], case, stage,
                       HTTPS_PROXY=NOWHERE, NO_PROXY="127.0.0.1,localhost")

        told = of_configure(aws("list"), aws("list-profiles"))
        if case.region is not None:
            told = replace(told, has_region=False)
        elif told.has_region and not case.holds("_REGION"):
            # Only the files can decide, which is what `get` looks at.
            told = replace(told, region=text(aws("get", "region").stdout).rstrip("\n") or None)
        return {"aws-cli-v2": told}


def of_configure(listed: subprocess.CompletedProcess,
                 named: subprocess.CompletedProcess) -> Answer:
    profiles = frozenset(text(named.stdout).splitlines()) if named.returncode == 0 else None
    message = text(listed.stderr).strip()
    if listed.returncode:
        is_known = not any(failure in message for failure in NETWORK_FAILURES)
        return Answer(ok=False if is_known else None, profiles=profiles, message=message,
                      is_of_request=False)
    table = text(listed.stdout)
    rows = {found[1]: found for found in re.finditer(
        r"^ *(profile|access_key|region) +(.*\S)? +(\S+) {4}(\S.*)?$", table, re.M)}
    if "region" not in rows:
        # The last row goes on where a line below has become a part of the region.
        found = re.search(r"^ *(region) +(\S(?:[\s\S]*\S)?)\s+(\S+) {4}(\S.*)?$", table, re.M)
        if not found:
            return Answer(ok=None, profiles=profiles, is_of_request=False)
        rows["region"] = found
    if len(rows) < 3 and {"access_key", "profile"} - set(rows):
        # A line break in a value tears its row apart.
        return Answer(ok=None, profiles=profiles, is_of_request=False)
    key, region, profile = (rows[name] for name in ("access_key", "region", "profile"))
    unset = "<not set>"
    return Answer(
        ok=key[2] != unset,
        profile="default" if profile[2] == unset else profile[2],
        profiles=profiles,
        region=None if region[2] == unset else region[2] or None,
        has_region=True,
        source=answer.SOURCES.get(key[3]),
        # Of the key id it shows no more.
        key_end=key[2][-4:] if re.fullmatch(r"\*{16}[A-Z0-9]{4}", key[2] or "") else None,
        kinds=frozenset(["no-credentials"] if key[2] == unset else []),
        message=message or None,
        is_of_request=False,
    )
