"""Runs awsprompt against the real clients; started by `run`, which prepares what this needs."""

from __future__ import annotations

import argparse
import collections
import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import end_to_end
import guard_lines
import homes
import kube
import projects
from bench import BOTOCORE, CLI_1, CLI_2, JAVASCRIPT, OLD_CLI_2, Bench, Kit, installed_cli_2
from exclusions import Seen, excluded
from shrink import shrunk

# How many cases a run has, and each how many of them a client is asked about; some are slower.
COUNTS = {"short": 250, "long": 5000, "homes": 5000}
EVERY = {BOTOCORE: 1, CLI_1: 1, CLI_2: 1, JAVASCRIPT: 10, OLD_CLI_2: 15}
BENCHES = 2
SHOWN_OF_A_KIND = 2


@dataclass
class Tally:
    """What a run has found."""

    asked: collections.Counter[str] = field(default_factory=collections.Counter)
    excluded: collections.Counter[str] = field(default_factory=collections.Counter)
    shown: collections.Counter[tuple] = field(default_factory=collections.Counter)
    misses: dict[tuple, list[int]] = field(default_factory=lambda: collections.defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count_miss(self, group: str, miss: Seen, seed: int) -> bool:
        """Counts a miss; tells whether it is among the first of its kind."""
        difference = miss.difference
        kind = (difference.client, difference.field, str(miss.ours.source),
                str(miss.theirs.source), miss.ours.ok, (miss.theirs.message or "")[:50])
        with self.lock:
            self.misses[kind, group].append(seed)
            self.shown[kind] += 1
            return self.shown[kind] <= SHOWN_OF_A_KIND


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
        seed = self.seed + index
        case = homes.case(seed)
        # Both benches get their part of the slow ones; a case that is repeated asks all.
        groups = [group for group, every in EVERY.items()
                  if index // len(self.benches) % every == 0 and bench.can_ask(group, case)]
        with self.tally.lock:
            self.tally.asked.update(groups)
        for group, seen in bench.seen(case, groups):
            reason = excluded(seen)
            if reason:
                with self.tally.lock:
                    self.tally.excluded[reason] += 1
            elif self.tally.count_miss(group, seen, seed):
                self._show(seed, group, shrunk(bench, seen, group))

    def _show(self, seed: int, group: str, miss: Seen) -> None:
        with self.tally.lock:
            print(f"\nMISS of {group} in the case of seed {seed}; "
                  f"again: ci/live/run homes --seed {seed} --count 1")
            print(f"{miss.difference}\nawsprompt says {miss.ours.message!r}, "
                  f"the client says {miss.theirs.message!r}\n{miss.case.shown()}", flush=True)


def report(tally: Tally, kit: Kit, is_long: bool, seconds: float) -> bool:
    """Says what was found; tells whether it is well. A long run has to ask every client."""
    counts = ", ".join(f"{count} {group}" for group, count in tally.asked.items())
    print(f"\ncases asked of: {counts}; {seconds:.0f} seconds")
    missing = [why for is_there, why in [
        (kit.cli_2, "the AWS CLI v2: no Python that has it is given"),
        (kit.old_cli_2, "an installed AWS CLI v2: no aws of version 2 is installed"),
        (kit.has_javascript, "the JavaScript SDK: node and npm are not installed"),
    ] if not is_there]
    for why in missing:
        print(f"NOT COMPARED with {why}")
    for reason, count in tally.excluded.most_common():
        print(f"  {count} differences let pass: {reason}")
    for (kind, group), seeds in sorted(tally.misses.items(), key=repr):
        client, what, ours, theirs, ok, message = kind
        print(f"  {len(seeds)} MISSES of {group} as {client}: {what} (ours: {ours}, ok {ok}; "
              f"theirs: {theirs}, {message!r}), seeds {seeds[:9]}")
    return not tally.misses and not (is_long and missing)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=[*COUNTS, "lines", "projects"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--cli-2", metavar="PYTHON")
    parser.add_argument("--directory", type=Path, required=True)
    return parser.parse_args()


def main() -> int:
    given = arguments()
    kit = Kit(given.directory, given.binary, given.cli_2, installed_cli_2(),
              (given.directory / "node_modules").is_dir() and bool(shutil.which("node")))
    if given.mode == "projects":
        return 0 if projects.run(given.directory, given.binary) else 1
    if given.mode == "lines":
        return 0 if guard_holds(given, given.count or guard_lines.COUNTS["long"]) else 1
    start = time.monotonic()
    tally = Run(kit, given.mode, given.seed, given.count or COUNTS[given.mode]).all()
    is_well = report(tally, kit, given.mode in ("long", "homes"), time.monotonic() - start)
    if given.mode != "homes" and given.count != 1:
        aws = str(given.directory / "venv/bin/aws")
        is_well &= end_to_end.run(given.directory, given.binary, aws, kit.old_cli_2)
        is_well &= guard_holds(given, guard_lines.COUNTS[given.mode])
        is_well &= kube.holds(given.binary, given.seed, kube.COUNTS[given.mode])
    if given.mode == "long" and given.count != 1:
        is_well &= projects.run(given.directory, given.binary)
    return 0 if is_well else 1


def guard_holds(given: argparse.Namespace, count: int) -> bool:
    clients = {"AWS CLI v1": sys.executable, "AWS CLI v2": given.cli_2}
    return guard_lines.run(given.directory, given.binary, clients, given.seed, count)


if __name__ == "__main__":
    raise SystemExit(main())
