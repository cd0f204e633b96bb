"""Where awsprompt and a client may differ, each with its reason: what cannot be known offline, what
nobody can meet, and what a client does not tell.

There is no other place that lets a difference pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from answer import Answer, Difference
from case import Case


@dataclass(frozen=True)
class Seen:
    """A difference, and all that is known of it."""

    case: Case
    ours: Answer
    theirs: Answer
    difference: Difference

    @property
    def is_refusal(self) -> bool:
        """The client refuses what awsprompt takes for working."""
        return self.difference.field == "ok" and self.ours.ok is True

    def says(self, *texts: str) -> bool:
        return any(text in (self.theirs.message or "") for text in texts)


@dataclass(frozen=True)
class Exclusion:
    reason: str
    holds: Callable[[Seen], bool]


EXCLUSIONS = [
    Exclusion(
        "whether a login can be renewed is known only to AWS (contract, section 2)",
        lambda seen: seen.is_refusal and (seen.ours.source == "login" or (
            "login_session" in seen.case.shown().lower()
            and seen.says("login", "Login", "_build_dpop_header", "Missing Dependency",
                          "MissingDependency")))),
    Exclusion(
        "whether a process fails is known only by running it (contract, section 2)",
        lambda seen: seen.is_refusal and seen.case.holds("credential_process")
        and (seen.says("custom-process", "/bin/cat'", "'gone-tool'")
             # JavaScript gives the command to a shell, and does not say what that said.
             or (seen.ours.source in ("process", "assume-role")
                 and seen.says("Could not load credentials from any providers")))),
    Exclusion(
        "a secret with a line break is sent, and AWS refuses it (resolution.md 7.21)",
        lambda seen: seen.difference.field == "ok" and seen.ours.ok is False
        and "in the indented line below" in (seen.ours.message or "")),
    Exclusion(
        "a region set to nothing is an alert of its own, not a failure (resolution.md 5.15)",
        lambda seen: seen.is_refusal and seen.ours.region is None
        and seen.says("Invalid endpoint: https://sts..")),
    Exclusion(
        "AWS CLI 2.9 lets no role have a source with an sso_session; since mended (7.27)",
        lambda seen: seen.is_refusal and seen.says("no attribute 'get_frozen_token'")),
    Exclusion(
        "aws configure makes no request, and checks no region and no setting (rules 5.14, 7.19)",
        lambda seen: seen.difference.field in ("ok", "error") and not seen.theirs.is_of_request
        and seen.ours.kinds <= frozenset(["invalid-region", "invalid-config"])),
    Exclusion(
        "aws configure of 2.9 looks up no session where keys are exported; what it sends needs it",
        lambda seen: seen.difference.field in ("ok", "error") and not seen.theirs.is_of_request
        and seen.ours.source == "env"
        and any(text in (seen.ours.message or "")
                for text in ("names an sso_session that is not there", "[sso-session "))),
    Exclusion(
        "whether Python finds the module of a plugin is known only by running it (rule 7.30)",
        lambda seen: seen.is_refusal and seen.says("No module named")
        and seen.case.holds("[plugins]")),
    Exclusion(
        "a CA bundle that cannot be used is told by doctor, and stops only https (rule 7.32)",
        lambda seen: seen.is_refusal and seen.says("SSL validation failed")
        and (seen.case.holds("CA_BUNDLE") or seen.case.holds("ca_bundle"))),
    Exclusion(
        "the stand-in answers as a container where a comment is part of the metadata service's URL",
        lambda seen: seen.difference.field == "source" and seen.theirs.source == "container"
        and seen.ours.source == "imds"),
    Exclusion(
        "the JavaScript SDK sends no key id with a sign above U+00FF; doctor names such an id",
        lambda seen: seen.is_refusal and seen.says("Invalid character in header content")),
    Exclusion(
        "an endpoint that is set for one service stops only that service",
        lambda seen: seen.is_refusal and seen.case.holds("localhost:4566") and (
            seen.case.holds("AWS_ENDPOINT_URL_STS") or seen.case.holds("sts ="))),
    Exclusion(
        "without a region nothing is signed for an endpoint of one's own; doctor says no-region",
        lambda seen: seen.is_refusal and seen.ours.region is None
        and (seen.case.holds("AWS_ENDPOINT_URL") or seen.case.holds("endpoint_url"))
        and seen.says("must specify a region", "NoRegion")),
    Exclusion(
        "of two faults a client names the one that it meets first",
        lambda seen: seen.difference.field == "error" and seen.theirs.ok is False
        and "invalid-region" in seen.ours.kinds),
    Exclusion(
        "aws configure list shows the end of a key id that is none, and no blanks around a value",
        lambda seen: not seen.theirs.is_of_request and (
            (seen.difference.field == "key" and seen.difference.ours is None)
            or (seen.difference.field == "region"
                and (seen.ours.region or "").strip() == seen.theirs.region))),
]


def excluded(seen: Seen) -> str | None:
    """The reason why this difference is none."""
    return next((each.reason for each in EXCLUSIONS if each.holds(seen)), None)
