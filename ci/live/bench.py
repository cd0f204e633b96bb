"""One place to try cases: a home, the stand-in, and every client that is asked."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import programs
import stand_in
from answer import Answer, differences
from case import Case, Stage
from exclusions import Seen, excluded

PYTHON = "python"
JAVASCRIPT = "javascript"
CLI_2 = "aws v2"


@dataclass(frozen=True)
class Kit:
    """What there is to try cases with, and where."""

    directory: Path
    binary: str
    cli_2: str | None
    has_javascript: bool


def installed_cli_2() -> str | None:
    """An `aws` of version 2, if there is one on this machine."""
    for directory in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        program = shutil.which("aws", path=directory)
        if program:
            version = subprocess.run([program, "--version"], capture_output=True, check=False)
            if version.stdout.startswith(b"aws-cli/2"):
                return program
    return None


class Bench:
    def __init__(self, kit: Kit, number: int) -> None:
        server = stand_in.StandIn()
        self.stage = Stage(kit.directory / f"bench{number}", stand_in.serve(server))
        self.awsprompt = programs.Awsprompt(kit.binary)
        self.python = [programs.PythonClients(which, self.stage)
                       for which in ("botocore", "aws-cli-v1")]
        self.clients: dict[str, list] = {PYTHON: self.python}
        if kit.has_javascript:
            self.clients[JAVASCRIPT] = [programs.JavaScript(kit.directory, server)]
        if kit.cli_2:
            self.clients[CLI_2] = [programs.Cli2(kit.cli_2)]

    def can_ask(self, group: str, case: Case) -> bool:
        """Tells whether these clients are here and can be asked about such a case."""
        if group == JAVASCRIPT:
            # Its request would go to an address that is no loopback.
            return group in self.clients and not case.holds("CREDENTIALS_RELATIVE_URI")
        if group == CLI_2:
            # Debian's version is older than logins.
            return group in self.clients and not case.holds("login_session")
        return group in self.clients

    def seen(self, case: Case, group: str) -> list[Seen]:
        """Every difference of these clients, excluded or not."""
        self.stage.lay_out(case)
        ours = self.awsprompt.answers(case, self.stage)
        theirs: dict[str, Answer] = {}
        for program in self.clients[group]:
            theirs.update(program.answers(case, self.stage))
        return [Seen(case, ours[client], answer, difference)
                for client, answer in theirs.items()
                for difference in differences(client, ours[client], answer)]

    def misses(self, case: Case, group: str) -> list[Seen]:
        return [seen for seen in self.seen(case, group) if not excluded(seen)]

    def close(self) -> None:
        for client in self.python:
            client.close()
