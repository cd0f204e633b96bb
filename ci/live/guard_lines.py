"""What the guard makes of random command lines, against what the real AWS CLI sends for them.

No request that changes something may pass unasked, and of the lines that only read hardly any may
be asked about.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from case import SURROUNDINGS
from command_lines import ALIASED, ALIASES, CHANGING_BY_REPLY, CommandLines
from read_only import read_only

HERE = Path(__file__).parent
COUNTS = {"short": 150, "long": 4000}
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
    """A home, and the AWS CLI in a process of its own."""

    def __init__(self, directory: Path, awsprompt: str) -> None:
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
            [sys.executable, "-B", str(HERE / "sent.py"), str(directory / "here")],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def tries(self, seeds: range) -> Tried:
        tried, lines = Tried(), CommandLines()
        for seed in seeds:
            self._try(lines.line(seed), seed, tried)
        self.aws.stdin.close()
        self.aws.wait()
        return tried

    def _try(self, line: list[str], seed: int, tried: Tried) -> None:
        self.aws.stdin.write(json.dumps(line) + "\n")
        self.aws.stdin.flush()
        sent = json.loads(self.aws.stdout.readline())["sent"]
        guard = subprocess.run([self.awsprompt, "guard", "--no-run", "--", "aws", *line],
                               env=self.environment, cwd=self.home / "here",
                               stdin=subprocess.DEVNULL, capture_output=True,
                               start_new_session=True, check=False)
        tried.count["lines"] += 1
        if not sent:
            return
        changes = [operation for operation in sent if operation not in self.reads]
        shown = f"seed {seed}: aws {shlex.join(line)[:300]}\n    sent {', '.join(sent)}"
        words = " ".join(line)
        is_by_reply = any(command in words for command in CHANGING_BY_REPLY)
        kind = "change something" if changes or is_by_reply else "only read"
        if kind == "only read" and ALIASED & set(line):
            # What an alias stands for is not looked at, as docs/guard.md says.
            tried.count["only read by an alias"] += 1
            return
        tried.count[kind] += 1
        if kind == "change something" and guard.returncode != 3:
            tried.passed.append(shown)
        elif kind == "only read" and guard.returncode != 0:
            told = guard.stderr.decode("utf-8", "replace").strip()
            tried.asked.append(f"{shown}\n    {told}")


def run(directory: Path, awsprompt: str, mode: str, seed: int, count: int | None = None) -> bool:
    """Tries the lines; tells whether all is well."""
    count = count or COUNTS[mode]
    trials = [Trial(directory / f"lines{number}", awsprompt) for number in range(PROCESSES)]
    tried = Tried()
    with ThreadPoolExecutor(PROCESSES) as pool:
        shares = [range(seed + number, seed + count, PROCESSES) for number in range(PROCESSES)]
        for found in pool.map(Trial.tries, trials, shares):
            tried.add(found)
    counts = ", ".join(f"{number} {kind}" for kind, number in tried.count.items())
    print(f"\ncommand lines from seed {seed}: {counts}")
    for shown in tried.passed:
        print(f"PASSED UNASKED, {shown}")
    print(f"{len(tried.asked)} of those that only read are asked about")
    for shown in tried.asked:
        print(f"  asked, {shown}")
    return not tried.passed and len(tried.asked) <= ALLOWED * tried.count["only read"]
