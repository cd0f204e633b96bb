"""One place to try cases: a home, the stand-in, and every client that is asked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import programs
import stand_in
from answer import differences
from case import Case, Stage
from exclusions import Seen, excluded

BOTOCORE = "botocore"
CLI_1 = "AWS CLI v1"
CLI_2 = "AWS CLI v2"
OLD_CLI_2 = "installed AWS CLI v2"
JAVASCRIPT = "JavaScript SDK"


@dataclass(frozen=True)
class Kit:
    """What there is to try cases with, and where: awsprompt, a Python that has the AWS CLI v2, and
    an installed `aws` of version 2."""

    directory: Path
    binary: str
    cli_2: str | None
    old_cli_2: str | None
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


def is_beyond_botocore(case: Case) -> bool:
    """Tells whether a case holds what the AWS CLI v2 looks at in another way than botocore."""
    others = ["cli/alias", "api_versions", "[plugins]", "cli_", "retry_mode", "defaults_mode",
              "_regional_endpoint"]
    return any(other in case.shown().lower() for other in others)


class Bench:
    def __init__(self, kit: Kit, number: int) -> None:
        server = stand_in.StandIn()
        self.stage = Stage(kit.directory / f"bench{number}", stand_in.serve(server))
        # What an earlier run has left there may stop a client before it is asked.
        self.stage.lay_out(Case({}, {}))
        self.awsprompt = programs.Awsprompt(kit.binary)
        self.clients: dict[str, programs.Client] = {
            BOTOCORE: programs.PythonClients(sys.executable, "botocore", self.stage),
            CLI_1: programs.PythonClients(sys.executable, "aws-cli-v1", self.stage),
        }
        if kit.cli_2:
            self.clients[CLI_2] = programs.PythonClients(kit.cli_2, "aws-cli-v2", self.stage)
        if kit.has_javascript:
            self.clients[JAVASCRIPT] = programs.JavaScript(kit.directory, server)
        if kit.old_cli_2:
            self.clients[OLD_CLI_2] = programs.OldCli2(kit.old_cli_2)

        for client in self.clients.values():
            client.wait()

    def can_ask(self, group: str, case: Case) -> bool:
        """Tells whether this client is here and can be asked about such a case."""
        if group == JAVASCRIPT:
            # Its request would go to an address that is no loopback, or be refused because it does.
            keeps_away = ["CREDENTIALS_RELATIVE_URI", "IGNORE_CONFIGURED", "ignore_configured",
                          "_dualstack", "_DUALSTACK", "_fips_", "_FIPS_"]
            return group in self.clients and not any(map(case.holds, keeps_away))
        if group == OLD_CLI_2:
            # Debian's version is older than logins.
            return group in self.clients and not case.holds("login_session")
        return group in self.clients

    def seen(self, case: Case, groups: list[str]) -> list[tuple[str, Seen]]:
        """Every difference of these clients, excluded or not."""
        self.stage.lay_out(case)
        ours = self.awsprompt.answers(case, self.stage)
        return [(group, Seen(case, ours[client], answer, difference))
                for group in groups
                for client, answer in self.clients[group].answers(case, self.stage).items()
                if not (group == BOTOCORE and client == "aws-cli-v2" and is_beyond_botocore(case))
                for difference in differences(client, ours[client], answer)]

    def misses(self, case: Case, group: str) -> list[Seen]:
        return [seen for _, seen in self.seen(case, [group]) if not excluded(seen)]

    def close(self) -> None:
        for client in self.clients.values():
            client.close()
