"""What the guard makes of random command lines, against what the real AWS CLI sends for them.

No request that changes something may pass unasked, and of the lines that only read hardly any may
be asked about.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from case import SURROUNDINGS
from command_lines import ALIASED, ALIASES, CHANGING_BY_REPLY
from read_only import read_only

HERE = Path(__file__).parent
COUNTS = {"short": 120, "long": 4000}
PROCESSES = 2
ALLOWED = 0.01  # of the lines that only read, how many may be asked about

FILES = {
    ".aws/config": "[default]\nregion = us-east-1\n[profile p]\nregion = us-west-2\n",
    ".aws/credentials": "".join(f"[{name}]\naws_access_key_id = AKIAQAAAAAAAQAABCIRT\n"
                                "aws_secret_access_key = s\n" for name in ("default", "p")),
    ".aws/cli/alias": ALIASES,
    "settings.ini": "[class all]\nguard = always\n",
    "here/t.json": "{}",
    "here/file": "x",
    "here/appspec.yml": "version: 0.0\n",
}


@dataclass
class Tried:
    """What was found; the lines are kept only where something is wrong."""

    count: Counter[str] = field(default_factory=Counter)
    passed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def add(self, other: Tried) -> None:
        self.count += other.count
        self.passed += other.passed
        self.asked += other.asked


class Trial:
    """A home, and an AWS CLI in a process of its own."""

    def __init__(self, directory: Path, awsprompt: str, python: str) -> None:
        self.home = directory
        for path, text in FILES.items():
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.environment = {**SURROUNDINGS, "HOME": str(directory),
                            "AWSPROMPT_CONFIG": str(directory / "settings.ini")}
        self.awsprompt = awsprompt
        self.reads = read_only()
        self.aws = subprocess.Popen(
            [python, "-B", str(HERE / "sent.py"), str(directory / "here")],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def tries(self, seeds: range) -> Tried:
        tried = Tried()
        for seed in seeds:
            self._try(seed, tried)
        self.aws.stdin.close()
        self.aws.wait()
        return tried

    def _try(self, seed: int, tried: Tried) -> None:
        self.aws.stdin.write(f"{seed}\n")
        self.aws.stdin.flush()
        answer = json.loads(self.aws.stdout.readline())
        line, sent = answer["line"], answer["sent"]
        guard = subprocess.run([self.awsprompt, "guard", "--no-run", "--", "aws", *line],
                               env=self.environment, cwd=self.home / "here",
                               stdin=subprocess.DEVNULL, capture_output=True,
                               start_new_session=True, check=False)
        tried.count["lines"] += 1
        if not sent:
            return
        changes = not all(self.reads.holds(*operation) for operation in sent)
        names = ", ".join(name for name, _ in sent)
        shown = f"seed {seed}: aws {shlex.join(line)[:300]}\n    sent {names}"
        is_by_reply = any(command <= set(line) for command in CHANGING_BY_REPLY)
        kind = "change something" if changes or is_by_reply else "only read"
        if kind == "only read" and ALIASED & set(line):
            # What an alias stands for is not looked at, as docs/guide/src/guard.md says.
            tried.count["only read by an alias"] += 1
            return
        tried.count[kind] += 1
        if kind == "change something" and guard.returncode != 3:
            tried.passed.append(shown)
        elif kind == "only read" and guard.returncode != 0:
            told = guard.stderr.decode("utf-8", "replace").strip()
            tried.asked.append(f"{shown}\n    {told}")


def run(directory: Path, awsprompt: str, clients: dict[str, str | None], seed: int,
        count: int) -> bool:
    """Tries the lines of each AWS CLI, given by its Python; tells whether all is well."""
    is_well = True
    for client, python in clients.items():
        if python is None:
            print(f"\ncommand lines: NOT TRIED with the {client}, which is not given")
            continue
        start = time.monotonic()
        tried = tried_by(directory / client.replace(" ", "-"), awsprompt, python, seed, count)
        seconds = time.monotonic() - start
        counts = ", ".join(f"{number} {kind}" for kind, number in tried.count.items())
        print(f"\ncommand lines of the {client} from seed {seed}: {counts}; {seconds:.0f} seconds")
        for shown in tried.passed:
            print(f"PASSED UNASKED, {shown}")
        print(f"{len(tried.asked)} of those that only read are asked about")
        for shown in tried.asked:
            print(f"  asked, {shown}")
        is_well &= not tried.passed and len(tried.asked) <= ALLOWED * tried.count["only read"]
    return is_well


def tried_by(directory: Path, awsprompt: str, python: str, seed: int, count: int) -> Tried:
    trials = [Trial(directory / str(number), awsprompt, python) for number in range(PROCESSES)]
    tried = Tried()
    with ThreadPoolExecutor(PROCESSES) as pool:
        shares = [range(seed + number, seed + count, PROCESSES) for number in range(PROCESSES)]
        for found in pool.map(Trial.tries, trials, shares):
            tried.add(found)
    return tried
