"""Makes the case of a miss as small as it can be."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Iterator

from bench import Bench
from case import Case
from exclusions import Seen

SECONDS = 20


def shrunk(bench: Bench, miss: Seen, group: str) -> Seen:
    """The same difference of the same client in the smallest case that shows it."""
    end = time.monotonic() + SECONDS
    found = True
    while found:
        found = False
        for case in smaller(miss.case):
            if time.monotonic() > end:
                return miss
            same = same_miss(bench, case, miss, group)
            if same:
                miss, found = same, True
                break
    return miss


def same_miss(bench: Bench, case: Case, miss: Seen, group: str) -> Seen | None:
    wanted = (miss.difference.client, miss.difference.field, miss.ours.ok)
    for seen in bench.misses(case, group):
        if (seen.difference.client, seen.difference.field, seen.ours.ok) == wanted:
            return seen
    return None


def smaller(case: Case) -> Iterator[Case]:
    """Every case that is this one with something left out; the largest parts first."""
    for part in ("files", "environment"):
        for name in getattr(case, part):
            yield case.without(part, name)
    if case.profile is not None:
        yield replace(case, profile=None)
    if case.region is not None:
        yield replace(case, region=None)
    for path, text in case.files.items():
        for shorter in shorter_texts(path, text):
            yield case.with_file(path, shorter)


def shorter_texts(path: str, text: str) -> Iterator[str]:
    if path.endswith(".json"):
        yield from shorter_objects(text)
        return
    lines = text.splitlines(keepends=True)
    for size in (8, 4, 2, 1):
        for start in range(0, len(lines), size):
            yield "".join(lines[:start] + lines[start + size:])


def shorter_objects(text: str) -> Iterator[str]:
    try:
        content = json.loads(text)
    except ValueError:
        return
    if isinstance(content, dict):
        for key in content:
            yield json.dumps({name: value for name, value in content.items() if name != key})
