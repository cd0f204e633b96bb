"""The guard in real shells and terminals, before the real AWS CLI and a server that plays AWS."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pexpect

from case import SURROUNDINGS

SHELLS = ["zsh", "bash", "fish"]

SETTINGS = """
[accounts]
{account} = mine
[class production]
labels = mine
guard = {guard}
"""

QUESTION = "Type mine to continue: "
REFUSED = "confirmation did not match; nothing was run"

# The user's own prompt, and what would otherwise be written or asked at the start.
OWN = {
    "zsh": "PROMPT='> '",
    "bash": "PS1='> '",
    "fish": "function fish_prompt; echo -n '> '; end\nset -g fish_greeting",
}
START_UP = {"zsh": ".zshrc", "bash": ".bashrc", "fish": ".config/fish/config.fish"}
INTERACTIVE = {"zsh": ["-d", "-i"], "bash": ["--noprofile", "--rcfile", ".bashrc", "-i"],
               "fish": ["-i"]}


@dataclass
class Shell:
    """A shell with the guard in a home of its own, where `personal` is a guarded profile."""

    name: str
    home: Path
    environment: dict[str, str]

    def starts_with(self, *lines: str) -> None:
        """Writes the start-up file: these lines, and then ours."""
        hook = (f"awsprompt init {self.name} --guard | source" if self.name == "fish"
                else f'eval "$(awsprompt init {self.name} --guard)"')
        file = self.home / START_UP[self.name]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([OWN[self.name], *lines, hook, ""]))

    def open(self) -> pexpect.spawn:
        terminal = pexpect.spawn(self.name, INTERACTIVE[self.name], env=self.environment,
                                 cwd=self.home, dimensions=(50, 200), timeout=60, encoding="utf-8")
        terminal.expect_exact("> ")
        return terminal

    def types(self, terminal: pexpect.spawn, line: str) -> None:
        status = "$status" if self.name == "fish" else "$?"
        terminal.sendline(f"{line}; echo status:{status}")

    def ends(self, terminal: pexpect.spawn) -> tuple[str, int]:
        """Waits for the end of what was typed; returns what came before it, and its status."""
        terminal.expect(r"status:(\d+)")
        return terminal.before, int(terminal.match.group(1))

    def runs_script(self, line: str) -> int:
        """Runs a line where there is no terminal, with the functions of the start-up file."""
        source = f"source {self.home / START_UP[self.name]}"
        done = subprocess.run([self.name, "-c", f"{source}\n{line}"], env=self.environment,
                              cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True,
                              start_new_session=True, timeout=60, check=False)
        return done.returncode


def create(user: str) -> str:
    return f"aws iam create-user --profile personal --user-name {user}"


def holds(name: str, home: Path, awsprompt: str, aws: str, endpoint: str, account: str) -> list[str]:
    """Goes through it in a shell; returns what was not as it should be."""
    programs = home / "programs"
    programs.mkdir()
    (programs / "awsprompt").symlink_to(awsprompt)
    (programs / "aws").symlink_to(aws)
    settings = home / ".config/awsprompt/config.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS.format(account=account, guard="ask"))
    environment = {**SURROUNDINGS, "HOME": str(home), "ZDOTDIR": str(home), "TERM": "xterm",
                   "PATH": f"{programs}:{SURROUNDINGS['PATH']}", "AWS_ENDPOINT_URL": endpoint,
                   "XDG_CONFIG_HOME": str(home / ".config")}
    shell = Shell(name, home, environment)
    surprises = []

    def expect(what: str, actual: object, expected: object) -> None:
        if actual != expected:
            surprises.append(f"{what}: {actual!r}, and should be {expected!r}")

    shell.starts_with()
    terminal = shell.open()
    shell.types(terminal, create("refused"))
    terminal.expect_exact(QUESTION)
    terminal.sendline("yes")
    told, status = shell.ends(terminal)
    expect("another answer", (REFUSED in told, status), (True, 3))

    shell.types(terminal, create("interrupted"))
    terminal.expect_exact(QUESTION)
    terminal.sendintr()
    terminal.sendline("")
    terminal.expect_exact("> ")

    shell.types(terminal, create("allowed"))
    terminal.expect_exact(QUESTION)
    terminal.sendline("mine")
    told, status = shell.ends(terminal)
    expect("what is meant", ('"UserName": "allowed"' in told, status), (True, 0))

    shell.types(terminal, f"echo x | {create('piped')} | cat")
    terminal.expect_exact(QUESTION)
    terminal.sendline("mine")
    told, status = shell.ends(terminal)
    expect("a pipe", '"UserName": "piped"' in told, True)

    shell.types(terminal, f"command {create('around')}")
    told, status = shell.ends(terminal)
    expect("the way round", (QUESTION in told, status), (False, 0))

    shell.types(terminal, "aws --version")
    told, status = shell.ends(terminal)
    expect("the version", ("aws-cli/" in told, QUESTION in told, status), (True, False, 0))

    shell.types(terminal, "awsp personal --for 1h")
    told, status = shell.ends(terminal)
    expect("a profile for a time", ("1h00m left" in told, status), (True, 0))
    over = "set -gx AWSPROMPT_UNTIL 1" if name == "fish" else "export AWSPROMPT_UNTIL=1"
    shell.types(terminal, f"{over}; command aws configure list; aws configure list | cat")
    told, status = shell.ends(terminal)
    expect("a time that is over", "the time for personal is over" in told, True)
    expect("the profile then", bool(re.search(r"profile[ :]+<not set>", told)), True)

    expect("a script", shell.runs_script(create("script")), 0)
    settings.write_text(SETTINGS.format(account=account, guard="always"))
    expect("a script that is always refused", shell.runs_script(create("always")), 3)
    terminal.close()

    shell.starts_with("alias aws='aws --profile personal'")
    terminal = shell.open()
    shell.types(terminal, "aws iam create-user --user-name aliased")
    terminal.expect_exact(QUESTION)
    terminal.sendline("mine")
    told, status = shell.ends(terminal)
    expect("an alias", ('"UserName": "aliased"' in told, status), (True, 0))
    shell.types(terminal, "aws iam list-users --query 'Users[].UserName' --output text | cat")
    told, status = shell.ends(terminal)
    known = {"refused", "interrupted", "allowed", "piped", "around", "script", "always", "aliased"}
    made = known & set(re.findall(r"\w+", told))
    expect("the users", made, {"allowed", "piped", "around", "script", "aliased"})
    terminal.close()
    return surprises
