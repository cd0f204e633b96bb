"""A person's day, with the real AWS CLI and a server that plays AWS on loopback (moto).

What the AWS CLI writes, awsprompt has to show at the next prompt.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Callable, Iterator

import pexpect

import guarded
import guide
from case import SURROUNDINGS

KEY_ID = "AKIAQAAAAAAAQAABCIRT"
ACCOUNT = "000000000001"
ROLE_ACCOUNT = "222233334444"
ROLES = f"""
[profile deployer]
role_arn = arn:aws:iam::{ROLE_ACCOUNT}:role/Deployer
source_profile = personal
region = eu-west-1

[profile careful]
role_arn = arn:aws:iam::{ROLE_ACCOUNT}:role/Careful
source_profile = personal
mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/me
duration_seconds = 1500
region = eu-west-1
"""


# The checks of `doctor --online`.
ASKED = {"aws-not-asked", "identity-unexpected", "identity-is-root", "access-key-old",
         "access-keys-not-listed"}


class Surprise(Exception):
    """What is shown is not what it should be."""


@dataclass(frozen=True)
class Person:
    """A home of its own, and the programs that are run in it."""

    home: Path
    awsprompt: str
    aws: str
    endpoint: str

    def run(self, program: str, *words: str, says: str = "", **variables: str) -> str:
        """Runs a program without a terminal, so that it asks for its answers on stdin."""
        environment = {**SURROUNDINGS, "HOME": str(self.home), **variables}
        done = subprocess.run([program, *words], env=environment, cwd=self.home, input=says,
                              start_new_session=True, capture_output=True, text=True,
                              timeout=60, check=False)
        if done.returncode:
            raise Surprise(f"{program} {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def asks_aws(self, *words: str, says: str = "") -> str:
        return self.run(self.aws, *words, says=says, AWS_ENDPOINT_URL=self.endpoint)

    def online(self, *words: str) -> dict:
        """Runs a command of awsprompt's that asks AWS through the AWS CLI; a fault is an answer."""
        directories = f"{Path(self.aws).parent}:{SURROUNDINGS['PATH']}"
        environment = {**SURROUNDINGS, "HOME": str(self.home), "PATH": directories,
                       "AWS_ENDPOINT_URL": self.endpoint}
        done = subprocess.run([self.awsprompt, *words, "--json"], env=environment,
                              cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60, check=False)
        if done.stderr:
            raise Surprise(f"awsprompt {' '.join(words)}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def segment(self, profile: str) -> str:
        return self.run(self.awsprompt, "prompt", AWS_PROFILE=profile).strip()

    def explained(self, profile: str) -> dict:
        clients = json.loads(self.run(self.awsprompt, "explain", "--json", "--profile", profile))
        return clients["clients"][0]

    def configures(self) -> None:
        """Makes the profile `personal`, as AWS's guides tell a person to."""
        self.run(self.aws, "configure", "--profile", "personal",
                 says=f"{KEY_ID}\nsecret\nus-east-1\n\n")


def expect(what: str, actual: object, expected: object) -> None:
    if actual != expected:
        raise Surprise(f"{what} is {actual!r}, and should be {expected!r}")


def a_new_profile_is_shown_at_the_next_prompt(person: Person) -> None:
    expect("the segment before", person.segment("personal"), "[AWS:personal !not-found]")
    person.configures()
    expect("the segment", person.segment("personal"), f"[AWS:personal {ACCOUNT} us-east-1]")
    expect("the list", person.run(person.awsprompt, "list", "--names"), "personal\n")
    offered = person.run(person.awsprompt, "complete", "--shell", "bash", "profiles")
    expect("the completion", offered.split(), ["personal"])


def a_role_is_found_in_the_cache_of_the_cli(person: Person) -> None:
    has_roles(person)
    before = person.explained("deployer")
    expect("the source before", before["credentials"]["source"], "assume-role")
    person.asks_aws("sts", "get-caller-identity", "--profile", "deployer")
    after = person.explained("deployer")
    expect("the source", after["credentials"]["source"], "assume-role(cached)")
    expect("the account", after["account"]["value"], ROLE_ACCOUNT)
    cached, = (person.home / ".aws/cli/cache").iterdir()
    expect("where the end is written", after["expires"]["origin"], {"file": str(cached)})
    credentials = json.loads(cached.read_text())["Credentials"]
    expect("the end", moment(after["expires"]["value"]), moment(credentials["Expiration"]))


def a_session_that_took_a_code_is_counted_down(person: Person) -> None:
    has_roles(person)
    plain = f"[AWS:careful {ROLE_ACCOUNT} eu-west-1]"
    expect("the segment before", person.segment("careful"), plain)
    person.asks_aws("sts", "get-caller-identity", "--profile", "careful", says="123456\n")
    # 1500 seconds, of which the last 900 do not count: the CLI would ask for a new session.
    counted = re.fullmatch(r"\[AWS:careful (\d+) eu-west-1 (\d+)m\]", person.segment("careful"))
    if not counted:
        raise Surprise(f"nothing is counted down: {person.segment('careful')}")
    expect("the minutes", int(counted[2]) in (9, 10), True)


def whoami_tells_what_aws_tells(person: Person) -> None:
    has_roles(person)
    role = person.online("whoami", "--profile", "deployer")
    expect("the account of the role", role["account"], ROLE_ACCOUNT)
    expect("whether that was worked out", role["agrees"], True)
    expect("the kind", role["kind"], "role")
    expect("the role", role["arn"].split("/")[1], "Deployer")


def doctor_asks_how_old_the_keys_are(person: Person) -> None:
    person.configures()
    user = ("--user-name", "alice")
    person.asks_aws("iam", "create-user", *user, "--profile", "personal")
    created = person.asks_aws("iam", "create-access-key", *user, "--profile", "personal",
                              "--output", "json")
    key = json.loads(created)["AccessKey"]
    credentials = person.home / ".aws/credentials"
    credentials.write_text(f"[default]\naws_access_key_id = {key['AccessKeyId']}\n"
                           f"aws_secret_access_key = {key['SecretAccessKey']}\n")
    credentials.chmod(0o600)
    (person.home / ".aws/config").write_text("[default]\nregion = us-east-1\n")
    found = {finding["check"] for finding in person.online("doctor", "--online")["findings"]}
    # The key is new, and the server lists it.
    expect("what AWS was asked for", found & ASKED, set())


def a_change_is_asked_about_in_every_shell(person: Person) -> None:
    for shell in guarded.SHELLS:
        home = Path(tempfile.mkdtemp(dir=person.home))
        in_shell = replace(person, home=home)
        in_shell.configures()
        try:
            surprises = guarded.holds(shell, home, person.awsprompt, person.aws, person.endpoint,
                                      ACCOUNT)
        except pexpect.ExceptionPexpect as error:
            raise Surprise(f"{shell}: {error}") from error
        finally:
            forget(person.endpoint)
        if surprises:
            raise Surprise(f"{shell}: {'; '.join(surprises)}")


def the_guide_does_what_it_says(person: Person) -> None:
    for chapter in guide.CHAPTERS:
        home = Path(tempfile.mkdtemp(dir=person.home))
        surprise = guide.reads(chapter, home, person.awsprompt, person.aws, person.endpoint)
        forget(person.endpoint)
        if surprise:
            raise Surprise(surprise)


def forget(endpoint: str) -> None:
    """Makes the server forget all that it was told."""
    request = urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def has_roles(person: Person) -> None:
    person.configures()
    with (person.home / ".aws/config").open("a") as config:
        config.write(ROLES)


# What is to be true with every AWS CLI, and what needs one that knows AWS_ENDPOINT_URL.
OFFLINE = [a_new_profile_is_shown_at_the_next_prompt]
ONLINE = [a_role_is_found_in_the_cache_of_the_cli, a_session_that_took_a_code_is_counted_down,
          whoami_tells_what_aws_tells, doctor_asks_how_old_the_keys_are,
          a_change_is_asked_about_in_every_shell, the_guide_does_what_it_says]


def run(directory: Path, binary: str, own_cli: str, cli_2: str | None) -> bool:
    """Goes through all of it; tells whether everything is as it should be."""
    is_well = True
    with moto(directory) as endpoint:
        for function in OFFLINE + ONLINE:
            for aws in [own_cli, cli_2] if function in OFFLINE else [own_cli]:
                if aws is None:
                    continue
                home = Path(tempfile.mkdtemp(dir=directory))
                is_well &= goes_well(function, Person(home, binary, aws, endpoint))
    return is_well


def goes_well(function: Callable[[Person], None], person: Person) -> bool:
    name = function.__name__.replace("_", " ")
    try:
        function(person)
    except Surprise as surprise:
        print(f"FAILED: {name} ({person.aws}): {surprise}")
        return False
    print(f"ok: {name} ({person.aws})")
    return True


@contextmanager
def moto(directory: Path) -> Iterator[str]:
    """A server that plays AWS, until it is no longer needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (directory / "moto.log").open("w") as log:
        server = subprocess.Popen(
            [str(directory / "venv/bin/moto_server"), "--host", "127.0.0.1", "--port", str(port)],
            stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise Surprise("moto_server does not start")
