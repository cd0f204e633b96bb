"""Types the guide into a real bash, with the real AWS CLI and the server that plays AWS.

In a block of the language `console`, a line that begins with a prompt is typed, and so is what
follows a question. Every other line has to be printed, and nothing else: but for what a line `…`
stands for. `^D` ends what is typed into a file.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pexpect

from case import SURROUNDINGS

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs/guide/src"
CHAPTERS = ["accounts.md", "credentials.md", "guarding.md", "directories.md", "agents.md"]
PROMPT = re.compile(r"((?:\[AWS:[^]]*\] )?\$) (.*)")
QUESTION = re.compile(r"(.*(?:\[None\]|continue|\[y/N\])[:]?) (\S+)")
LEFT_OUT = "…"


class Reader:
    """A person who types what the guide says."""

    def __init__(self, home: Path, awsprompt: str, aws: str, endpoint: str) -> None:
        programs = home / "bin"
        programs.mkdir()
        (programs / "awsprompt").symlink_to(Path(awsprompt).resolve())
        wrapper = programs / "aws"
        # The address of the server is no part of the shell, whose prompt would show it.
        wrapper.write_text(f'#!/bin/sh\nAWS_ENDPOINT_URL={endpoint} exec {aws} "$@"\n')
        wrapper.chmod(0o755)
        (home / ".config/awsprompt").mkdir(parents=True)
        (home / ".inputrc").write_text("set enable-bracketed-paste off\n")
        (home / ".bashrc").write_text("PS1='$ '\n")
        environment = {**SURROUNDINGS, "HOME": str(home), "TERM": "dumb",
                       "PATH": f"{programs}:{SURROUNDINGS['PATH']}"}
        self.shell = pexpect.spawn("bash", ["-i"], cwd=str(home), env=environment,
                                   encoding="utf-8", timeout=180, dimensions=(50, 120))
        self.is_left_out = False
        self.is_writing = False

    def reads(self, line: str) -> None:
        if line == LEFT_OUT:
            self.is_left_out = True
        elif not line and not self.is_writing:
            # What is printed is compared without its empty lines.
            return
        elif line == "^D":
            self.shell.sendeof()
            self.is_writing = False
        elif self.is_writing:
            self.shell.sendline(line)
            self.sees(line)
        elif typed := PROMPT.fullmatch(line) or QUESTION.fullmatch(line):
            self.sees(f"{typed[1]} ")
            self.shell.sendline(typed[2])
            self.sees(typed[2])
            self.is_writing = bool(re.match("cat >", typed[2]))
        else:
            start, cut, _ = line.partition(LEFT_OUT)
            self.sees(start)
            self.is_left_out = bool(cut)

    def sees(self, text: str) -> None:
        self.shell.expect_exact(text)
        if not self.is_left_out and self.shell.before.strip():
            raise AssertionError(f"the guide does not show {self.shell.before!r}")
        self.is_left_out = False


def reads(chapter: str, home: Path, awsprompt: str, aws: str, endpoint: str) -> str:
    """Types a chapter; returns what is not as it says, if anything."""
    reader = Reader(home, awsprompt, aws, endpoint)
    text = (GUIDE / chapter).read_text()
    line = ""
    try:
        for block in re.finditer(r"<!-- before: (.*) -->|```console\n(.*?)```", text, re.DOTALL):
            if block[1]:
                subprocess.run(f"HOME={home} {home}/bin/{block[1]}", shell=True, check=True,
                               stdout=subprocess.DEVNULL)
            for line in (block[2] or "").splitlines():
                reader.reads(line)
    except (AssertionError, pexpect.ExceptionPexpect) as error:
        seen = reader.shell.before if isinstance(error, pexpect.ExceptionPexpect) else error
        return f"{chapter}: at {line!r}: {seen!r}"
    finally:
        reader.shell.close(force=True)
    return ""
