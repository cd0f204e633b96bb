"""What `awsprompt project` says of a project, and what its tool does with it.

The projects are those of `tests/cases/*-projects.txt` whose tools npm and PyPI have. Each is run
against a server on loopback that notes whose credentials and which region its requests have. It
denies all that is not STS, so that nothing is made. What awsprompt says is the same, or unknown.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from case import SURROUNDINGS
from key_id import account_of, minted

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent.parent / "tests/cases"
TOOLS = {"cdk": "node_modules/.bin/cdk", "sam": "sam/bin/sam",
         "serverless": "node_modules/.bin/serverless"}
MOST_UNKNOWN = 0.15

PROFILES = {"dev": ("111122223333", "eu-west-1"), "prod": ("999988887777", "us-east-1")}

# The tools shall ask nobody else, and wait for nobody.
QUIET = {"CI": "true", "SAM_CLI_TELEMETRY": "0", "SLS_TELEMETRY_DISABLED": "1",
         "SLS_NOTIFICATIONS_MODE": "off", "SLS_INTERACTIVE_SETUP_ENABLE": "0",
         "SLS_ANALYTICS_DISABLED": "1", "CDK_DISABLE_CLI_TELEMETRY": "true"}
ADDED = {"cdk": ["--no-notices"]}

DENIED = ("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
          "<Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>")


@dataclass
class Project:
    """A row of a table."""

    name: str
    line: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def tool(self) -> str:
        return self.line[0]

    @property
    def is_in_reach(self) -> bool:
        return not self.name.endswith("(out of reach)")


def rows() -> list[Project]:
    projects: list[Project] = []
    path = None
    for table in sorted(TABLES.glob("*-projects.txt")):
        for line in table.read_text().splitlines():
            if line.startswith(";"):
                continue
            if line.startswith("=== "):
                projects.append(Project(line[4:]))
                path = None
            elif line.startswith("$ "):
                for word in line[2:].split(" "):
                    name, sign, value = word.partition("=")
                    if sign and not projects[-1].line:
                        projects[-1].variables[name] = value
                    else:
                        projects[-1].line.append(word)
                path = None
            elif line.startswith("--- "):
                path = line[4:]
                projects[-1].files[path] = ""
            elif line.startswith("=> "):
                path = None
            elif path:
                projects[-1].files[path] += line + "\n"
    return [project for project in projects if project.tool in TOOLS]


class Server:
    """Answers as STS, denies the rest, and notes who asked where."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()
        self.serial = 0
        noted = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode("utf-8", "replace")
                status, reply = noted.reply(self.headers.get("Authorization") or "", body)
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply.encode())

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.port = server.server_address[1]

    def reply(self, authorization: str, body: str) -> tuple[int, str]:
        signed = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/", authorization)
        if not signed:
            return 403, DENIED
        key, region, service = signed.groups()
        account = account_of(key) or ""
        if service != "sts":
            self.seen.add((account, region))
            return 403, DENIED
        form = {name: values[0] for name, values in parse_qs(body).items()}
        action = form.get("Action", "")
        if action == "GetCallerIdentity":
            result = (f"<Arn>arn:aws:iam::{account}:user/u</Arn><UserId>u</UserId>"
                      f"<Account>{account}</Account>")
        else:
            role = re.match(r"arn:[a-z-]+:iam::(\d{12}):role/", form.get("RoleArn", ""))
            self.serial += 1
            issued = minted(role[1] if role else "0" * 12, self.serial, "ASIA")
            result = (f"<Credentials><AccessKeyId>{issued}</AccessKeyId>"
                      "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                      "<Expiration>2098-01-01T00:00:00Z</Expiration></Credentials>")
        return 200, (f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                     f"<{action}Result>{result}</{action}Result></{action}Response>")


def lay_out(project: Project, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    keys, config = "", ""
    for serial, (name, (account, region)) in enumerate(PROFILES.items(), 100):
        keys += (f"[{name}]\naws_access_key_id = {minted(account, serial)}\n"
                 "aws_secret_access_key = s\n")
        config += f"[profile {name}]\nregion = {region}\n"
    files = {**project.files, ".aws/credentials": keys, ".aws/config": config}
    for name, text in files.items():
        # The home of the tables, and the directory in which their lines run.
        path = home / name.removeprefix("/h/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(directory: Path, binary: str) -> bool:
    """Compares all projects; tells whether it is well."""
    server = Server()
    home = directory / "project-home"
    tally: Counter[str] = Counter()
    is_well = True
    for project in rows():
        lay_out(project, home)
        environment = {**SURROUNDINGS, **QUIET, "HOME": str(home), "AWS_PROFILE": "dev",
                       **project.variables}
        said = subprocess.run([binary, "project", "--json", "--", *project.line], cwd=home,
                              env=environment, capture_output=True, text=True, check=False)
        targets = json.loads(said.stdout)["targets"]
        is_unknown = any(target["account"]["certainty"] == "unknown" for target in targets)
        tally["of projects in reach"] += project.is_in_reach
        tally["of them unknown"] += project.is_in_reach and is_unknown
        server.seen.clear()
        tool = directory / "projects" / TOOLS[project.tool]
        local = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.port}",
                 "PATH": f"{tool.parent}:{SURROUNDINGS['PATH']}"}
        if project.tool == "serverless":
            # Its SDK knows no such variable.
            local = {"NODE_OPTIONS": f"--require {HERE / 'loopback.js'}",
                     "LOOPBACK_PORT": str(server.port), "PATH": local["PATH"]}
        words = [*project.line[1:], *ADDED.get(project.tool, [])]
        done = subprocess.run([tool, *words], cwd=home, env={**environment, **local},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=300, check=False)
        tally[project.tool] += 1
        tally["that asked AWS"] += bool(server.seen)
        missed = [hit for hit in server.seen if not any(is_hit(target, hit) for target in targets)]
        if missed or said.stderr:
            is_well = False
            print(f"\nMISS of {' '.join(project.line)} ({project.name}): it hit {missed}\n"
                  f"{said.stdout}{said.stderr}{done.stdout[-2000:]}{done.stderr[-2000:]}")
        elif not server.seen and project.is_in_reach:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            print(f"nothing was asked: {project.name}: {last}", flush=True)
    print("projects: " + ", ".join(f"{count} {what}" for what, count in tally.items()))
    return is_well and tally["of them unknown"] <= MOST_UNKNOWN * tally["of projects in reach"]


def is_hit(target: dict, hit: tuple[str, str]) -> bool:
    parts = [target["account"], target["region"]]
    return all(part["certainty"] == "unknown" or part["value"] == found
               for part, found in zip(parts, hit))
