"""Which operations are read-only, by the words of AWS; nothing here comes from awsprompt.

Newer models mark the operations that are read-only. Of the others, those are that are sent as GET
or HEAD, or that the policy ReadOnlyAccess grants, which AWS keeps. The reviewed exceptions in
`tests/operations/reviewed.txt` correct that, with reasons. What none of them knows is taken for a
change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).resolve().parent.parent.parent / "tests/operations"
OPERATIONS = TEXTS / "operations.txt"
REVIEWED = TEXTS / "reviewed.txt"

# As ci/operations writes them: the mark of the model, the policy, and GET or HEAD.
READING_MARKS = frozenset("*+?")


@dataclass(frozen=True)
class ReadOnly:
    """Operations by their names in the AWS CLI, such as `s3api list-buckets`."""

    marks: dict[str, str]
    reads: frozenset[str]
    changes: frozenset[str]

    def holds(self, operation: str, own_marks: str) -> bool:
        """Tells whether an operation, which a client's own model marks so, is read-only."""
        if operation in self.changes:
            return False
        marks = set(own_marks) | set(self.marks.get(operation, ""))
        return operation in self.reads or bool(marks & READING_MARKS)


def read_only() -> ReadOnly:
    marks, reviewed = operations(), reviews()
    unknown = (reviewed["reads"] | reviewed["changes"]) - set(marks)
    if unknown:
        raise RuntimeError(f"reviewed, and there is no such operation: {unknown}")
    reads = reviewed["reads"] | reviewed["gone"]
    return ReadOnly(marks, frozenset(reads), frozenset(reviewed["changes"]))


def operations() -> dict[str, str]:
    """Each operation with the marks that ci/operations writes."""
    found = {}
    for line in OPERATIONS.read_text().splitlines():
        if line.startswith("#"):
            continue
        service, names = line.split(": ")
        for marked in names.split():
            name = marked.lstrip("+!*~?")
            found[f"{service} {name}"] = marked[:len(marked) - len(name)]
    return found


def reviews() -> dict[str, set[str]]:
    """The operations of each kind."""
    found: dict[str, set[str]] = {"reads": set(), "gone": set(), "changes": set()}
    kind = service = ""
    for line in REVIEWED.read_text().splitlines():
        if line.startswith(" "):
            for word in line.split():
                if word.endswith(":"):
                    service = word[:-1]
                else:
                    found[kind].add(f"{service} {word}")
        elif line and not line.startswith("#"):
            kind = line.split(":")[0]
    return found
