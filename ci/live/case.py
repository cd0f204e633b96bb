"""A case: a home directory, an environment and the options of one command."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

# What a client is given beside the case: nothing of the machine that this runs on, and no host's
# role, which cannot be known offline.
SURROUNDINGS = {
    "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin",
    "LANG": "C.UTF-8",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
    "AWS_PAGER": "",
}

FORMS = {
    "Z": "%Y-%m-%dT%H:%M:%SZ",
    "offset": "%Y-%m-%dT%H:%M:%S+00:00",
    "UTC": "%Y-%m-%dT%H:%M:%SUTC",
    "naive": "%Y-%m-%dT%H:%M:%S",
}


def moment(seconds: int, form: str = "Z") -> str:
    """A placeholder for the time so many seconds from when the case is laid out."""
    return f"@{seconds:+}:{form}@"


@dataclass(frozen=True)
class Case:
    """Texts may hold `@HOME@`, `@PORT@` (of the stand-in) and what `moment` gives."""

    files: dict[str, str]
    environment: dict[str, str]
    profile: str | None = None
    region: str | None = None

    def without(self, part: str, name: str) -> Case:
        """The case without one of its `files` or of the variables of its `environment`."""
        kept = {key: text for key, text in getattr(self, part).items() if key != name}
        return replace(self, files=kept) if part == "files" else replace(self, environment=kept)

    def with_file(self, path: str, text: str) -> Case:
        return replace(self, files={**self.files, path: text})

    def options(self) -> list[str]:
        given = [("--profile", self.profile), ("--region", self.region)]
        return [word for name, value in given if value is not None for word in (name, value)]

    def holds(self, text: str) -> bool:
        """Tells whether this text stands anywhere in the files or the environment."""
        texts = [*self.files, *self.files.values(), *self.environment, *self.environment.values()]
        return any(text in each for each in texts)

    def shown(self) -> str:
        """The case as a person would lay it out again."""
        lines = []
        for path, text in sorted(self.files.items()):
            lines.append(f"~/{path}:")
            lines += [f"    {line!r}" if not line.isprintable() else f"    {line}"
                      for line in text.split("\n")]
        variables = [f"{name}={shlex.quote(value)}" for name, value in self.environment.items()]
        lines.append(" ".join([*variables, "awsprompt explain --json",
                               *map(shlex.quote, self.options())]))
        return "\n".join(lines)


class Stage:
    """The one directory in which the cases are laid out, one after the other."""

    def __init__(self, directory: Path, port: int) -> None:
        self.home = directory / "home"
        self.directory = self.home / "here"
        self.port = port

    def lay_out(self, case: Case) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self.directory.mkdir(parents=True)
        for path, text in case.files.items():
            file = self.home / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.filled(text).encode("utf-8", "surrogateescape"))

    def environment(self, case: Case) -> dict[str, str]:
        filled = {name: self.filled(value) for name, value in case.environment.items()}
        return {**SURROUNDINGS, "HOME": str(self.home), **filled}

    def filled(self, text: str) -> str:
        text = text.replace("@HOME@", str(self.home)).replace("@PORT@", str(self.port))
        return re.sub(r"@([+-]\d+):(\w+)@", _instant, text)


def _instant(found: re.Match[str]) -> str:
    instant = datetime.now(timezone.utc) + timedelta(seconds=int(found[1]))
    return instant.strftime(FORMS[found[2]])
