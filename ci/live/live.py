"""Runs awsprompt against the real clients; started by `run`, which prepares what this needs."""

from __future__ import annotations

import argparse
import collections
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import end_to_end
import guard_lines
import homes
from bench import CLI_2, JAVASCRIPT, PYTHON, Bench, Kit, installed_cli_2
from exclusions import Seen, excluded
from shrink import shrunk

# How many cases a run has, and each how many of them are also asked of the slower programs.
COUNTS = {"short": 300, "long": 4000}
EVERY = {PYTHON: 1, JAVASCRIPT: 10, CLI_2: 15}
BENCHES = 2
SHOWN_OF_A_KIND = 2


@dataclass
class Tally:
    """What a run has found."""

    asked: collections.Counter[str] = field(default_factory=collections.Counter)
    excluded: collections.Counter[str] = field(default_factory=collections.Counter)
    misses: collections.Counter[tuple] = field(default_factory=collections.Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count_miss(self, miss: Seen) -> bool:
        """Counts a miss; tells whether it is among the first of its kind."""
        difference = miss.difference
        kind = (difference.client, difference.field, str(miss.ours.source),
                str(miss.theirs.source), miss.ours.ok)
        with self.lock:
            self.misses[kind] += 1
            return self.misses[kind] <= SHOWN_OF_A_KIND


class Run:
    def __init__(self, kit: Kit, mode: str, seed: int, count: int) -> None:
        self.mode, self.seed, self.count = mode, seed, count
        self.tally = Tally()
        self.benches = [Bench(kit, number) for number in range(min(BENCHES, count))]

    def all(self) -> Tally:
        with ThreadPoolExecutor(len(self.benches)) as pool:
            list(pool.map(self._share, range(len(self.benches))))
        for bench in self.benches:
            bench.close()
        return self.tally

    def _share(self, number: int) -> None:
        for index in range(number, self.count, len(self.benches)):
            self._try(self.benches[number], index)

    def _try(self, bench: Bench, index: int) -> None:
        case = homes.case(self.seed + index)
        for group, every in EVERY.items():
            # Both benches get their part of the slow ones; a case that is repeated asks all.
            is_due = index // len(self.benches) % every == 0
            if is_due and bench.can_ask(group, case):
                self._ask(bench, index, group)

    def _ask(self, bench: Bench, index: int, group: str) -> None:
        case = homes.case(self.seed + index)
        with self.tally.lock:
            self.tally.asked[group] += 1
        for seen in bench.seen(case, group):
            reason = excluded(seen)
            if reason:
                with self.tally.lock:
                    self.tally.excluded[reason] += 1
            elif self.tally.count_miss(seen):
                self._show(self.seed + index, shrunk(bench, seen, group))

    def _show(self, seed: int, miss: Seen) -> None:
        with self.tally.lock:
            print(f"\nMISS in the case of seed {seed}; "
                  f"again: ci/live/run {self.mode} --seed {seed} --count 1")
            print(f"{miss.difference}\nawsprompt says {miss.ours.message!r}, "
                  f"the client says {miss.theirs.message!r}\n{miss.case.shown()}", flush=True)


def report(tally: Tally, kit: Kit, is_long: bool, seconds: float) -> bool:
    """Says what was found; tells whether it is well. A long run has to ask every client."""
    counts = ", ".join(f"{count} {group}" for group, count in tally.asked.items())
    print(f"\ncases asked of: {counts}; {seconds:.0f} seconds")
    if not kit.cli_2:
        print("NOT COMPARED with an AWS CLI v2: no aws of version 2 is installed")
    if not kit.has_javascript:
        print("NOT COMPARED with the JavaScript SDK: node and npm are not installed")
    for reason, count in tally.excluded.most_common():
        print(f"  {count} differences let pass: {reason}")
    for kind, count in tally.misses.most_common():
        client, what, ours, theirs, ok = kind
        print(f"  {count} MISSES of {client}: {what} (ours: {ours}, ok {ok}; theirs: {theirs})")
    is_complete = bool(kit.cli_2) and kit.has_javascript
    return not tally.misses and (is_complete or not is_long)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=[*COUNTS, "lines"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--directory", type=Path, required=True)
    return parser.parse_args()


def main() -> int:
    given = arguments()
    kit = Kit(given.directory, given.binary, installed_cli_2(),
              (given.directory / "node_modules").is_dir() and bool(shutil.which("node")))
    if given.mode == "lines":
        is_well = guard_lines.run(given.directory, given.binary, "long", given.seed, given.count)
        return 0 if is_well else 1
    start = time.monotonic()
    tally = Run(kit, given.mode, given.seed, given.count or COUNTS[given.mode]).all()
    is_well = report(tally, kit, given.mode == "long", time.monotonic() - start)
    if given.count != 1:
        aws = str(given.directory / "venv/bin/aws")
        is_well &= end_to_end.run(given.directory, given.binary, aws, kit.cli_2)
        is_well &= guard_lines.run(given.directory, given.binary, given.mode, given.seed)
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
