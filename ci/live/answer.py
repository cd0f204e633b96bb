"""What a client, or awsprompt for it, makes of a case; and where two answers differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from case import Case
from key_id import account_of

# How botocore names the sources of credentials.
SOURCES = {
    "env": "env",
    "shared-credentials-file": "static",
    "config-file": "static",
    "ec2-credentials-file": "static",
    "boto-config": "static",
    "custom-process": "process",
    "login": "login",
    "container-role": "container",
    "iam-role": "imds",
    "assume-role": "assume-role(cached)",
    "assume-role-with-web-identity": "web-identity",
    "sso": "sso(cached)",
}

# Sources whose account is not known offline.
OPAQUE = {"process", "container", "imds"}


@dataclass(frozen=True)
class Answer:
    """None is what is not known, or does not show."""

    ok: bool | None
    profile: str | None = None
    profiles: frozenset[str] | None = None
    region: str | None = None
    has_region: bool = False
    source: str | None = None
    account: str | None = None
    key_end: str | None = None
    token: bool | None = None
    kinds: frozenset[str] = frozenset()
    message: str | None = None
    # Whether a request was made; `aws configure` makes none.
    is_of_request: bool = True


@dataclass(frozen=True)
class Difference:
    client: str
    field: str
    ours: object
    theirs: object

    def __str__(self) -> str:
        return f"{self.client}: {self.field} is {self.ours!r}, and the client says {self.theirs!r}"


def of_python(raw: dict) -> Answer:
    """What `python_client.py` wrote for one client."""
    key = raw.get("key") or ""
    source = raw.get("issued") or SOURCES.get(raw.get("method") or "")
    return Answer(
        ok=raw["ok"],
        profile=raw.get("profile"),
        profiles=frozenset(raw["profiles"]) if "profiles" in raw else None,
        region=raw.get("region") or None,
        has_region="region" in raw,
        source=source if raw["ok"] else None,
        account=account_of(key),
        key_end=end_of(key),
        token=raw.get("token"),
        kinds=frozenset(raw.get("kinds") or []),
        message=raw.get("message"),
    )


def end_of(key: str) -> str | None:
    """What awsprompt shows of a key id: nothing of what is none."""
    return key[-4:] if re.fullmatch("[A-Z0-9]{16,}", key) else None


def of_key(case: Case, key: str, issued: str | None) -> str | None:
    """The source of the credentials that signed with this key id, by where it stands in a case."""
    if issued:
        return issued
    if key in case.environment.values():
        return "env"
    places = {path for path, text in case.files.items() if key in text}
    if any("login/cache" in path for path in places):
        return "login"
    if any(path.endswith(".json") for path in places):
        return "process"
    return "static" if places else None


def first_line(value: str | dict | None) -> str | None:
    """As much of a value as awsprompt tells: what is below may be a swallowed secret. Where there
    is nothing but lines below, Python has a dictionary."""
    return value.splitlines()[0] or None if isinstance(value, str) and value else None


def differences(client: str, ours: Answer, theirs: Answer) -> list[Difference]:
    found = []

    def compare(field: str, mine: object, others: object) -> None:
        if mine != others:
            found.append(Difference(client, field, mine, others))

    # Where a file is refused awsprompt says no more than that.
    if "config-parse" not in ours.kinds:
        if theirs.profiles is not None and ours.profiles is not None:
            compare("profiles", sorted(ours.profiles), sorted(theirs.profiles))
        if theirs.profile is not None:
            compare("profile", ours.profile, theirs.profile)
        if theirs.has_region:
            compare("region", first_line(ours.region), first_line(theirs.region))
    if theirs.ok is None:
        return found
    compare("ok", ours.ok, theirs.ok)
    if ours.ok and theirs.ok:
        if theirs.source is not None:
            compare("source", ours.source, theirs.source)
        if theirs.account is not None and theirs.source not in OPAQUE:
            compare("account", ours.account, theirs.account)
        if theirs.source in ("env", "static"):
            if theirs.key_end is not None:
                compare("key", ours.key_end, theirs.key_end)
            if theirs.token is not None:
                compare("token", ours.token, theirs.token)
    elif not ours.ok and not theirs.ok and theirs.kinds and not ours.kinds & theirs.kinds:
        compare("error", sorted(ours.kinds), sorted(theirs.kinds))
    return found
