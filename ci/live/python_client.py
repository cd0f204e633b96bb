"""Answers for AWS's clients in Python: `botocore`, `aws-cli-v1` or `aws-cli-v2`, by its argument.

Reads a case's environment and options as a line of JSON, and writes what each client made of it as
one. Each AWS CLI brings a botocore of its own, so it runs in a process of its own. Nothing is
sent: what botocore hands to the network goes to the stand-in.
"""

from __future__ import annotations

import contextlib
import getpass
import http.client
import io
import json
import os
import ssl
import sys
import warnings
from pathlib import Path
from typing import Any, Callable, Iterator

from stand_in import StandIn

CLIENT = sys.argv[1]
warnings.simplefilter("ignore")
# A person answers for MFA; whether the code is right is not known offline. Botocore takes this
# function when it is loaded.
getpass.getpass = lambda *_arguments: "123456"
if CLIENT != "botocore":
    import awscli.clidriver  # has to come before botocore, which it brings itself
import botocore.awsrequest
import botocore.client
import botocore.compat
import botocore.configprovider
import botocore.credentials
import botocore.exceptions
import botocore.history
import botocore.httpsession
import botocore.session
import botocore.tokens
import botocore.utils

Answer = dict[str, Any]

# The kind of failure where the exception says it beyond doubt.
KINDS = {
    "ConfigParseError": ["config-parse"],
    "ProfileNotFound": ["profile-not-found"],
    "PartialCredentialsError": ["partial-credentials"],
    "InfiniteLoopConfigError": ["role-cycle"],
    "NoCredentialsError": ["no-credentials"],
    "SSOTokenLoadError": ["sso-token"],
    "UnauthorizedSSOTokenError": ["sso-token", "expired"],
    "TokenRetrievalError": ["sso-token", "expired"],
}

stand_in = StandIn()


def send(session: Any, request: Any) -> botocore.awsrequest.AWSResponse:
    refuse_what_cannot_be_sent(session, request)
    body = request.body or b""
    text = body.decode() if isinstance(body, bytes) else body
    headers = {name: value.decode() if isinstance(value, bytes) else value
               for name, value in request.headers.items()}
    reply = stand_in.reply(request.url, headers, text)
    return botocore.awsrequest.AWSResponse(
        request.url, reply.status, {"Content-Type": reply.kind}, Body(reply.body.encode()))


def refuse_what_cannot_be_sent(session: Any, request: Any) -> None:
    """Does what the network's side of botocore does before anything is sent."""
    for value in request.headers.values():
        encoded = value if isinstance(value, bytes) else str(value).encode()
        if http.client._is_illegal_header_value(encoded):
            raise botocore.exceptions.HTTPClientError(error=f"Invalid header value {encoded!r}")
    if request.url.lower().startswith("https") and isinstance(session._verify, str):
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(session._verify)
        except OSError as error:
            raise botocore.exceptions.SSLError(endpoint_url=request.url, error=error) from error


class Body:
    """What botocore reads a reply from."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self, *_arguments: object, **_options: object) -> Iterator[bytes]:
        yield self.content


class Crt:
    """Stands for the keys of the CRT, which the AWS CLI v2 has; a case's key is no real one."""

    @staticmethod
    def new_key_from_der_data(_data: bytes) -> object:
        return object()


def set_up() -> None:
    botocore.httpsession.URLLib3Session.send = send
    if CLIENT == "aws-cli-v2":
        botocore.credentials.EC = Crt
    botocore.utils.JSONFileCache.__setitem__ = undone(botocore.utils.JSONFileCache.__setitem__)
    botocore.utils.time.sleep = lambda _seconds: None


def undone(write: Callable[..., None]) -> Callable[..., None]:
    """Writes into a cache, and takes it back: it must not decide the next client's answer."""

    def write_and_undo(cache: Any, key: str, value: Any) -> None:
        path = Path(cache._convert_cache_key(key))
        before = path.read_bytes() if path.is_file() else None
        write(cache, key, value)
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)

    return write_and_undo


@contextlib.contextmanager
def crt() -> Iterator[None]:
    before = botocore.credentials.EC
    botocore.credentials.EC = Crt
    try:
        yield
    finally:
        botocore.credentials.EC = before


def as_cli_2(session: botocore.session.Session) -> None:
    """Makes botocore do what sets the AWS CLI v2 apart from it."""
    environment = os.environ
    provider = botocore.configprovider
    session.get_component("config_store").set_config_provider("region", provider.ChainProvider([
        provider.InstanceVarProvider("region", session),
        provider.EnvironmentProvider("AWS_REGION", environment),
        provider.EnvironmentProvider("AWS_DEFAULT_REGION", environment),
        provider.ScopedConfigProvider("region", session),
    ]))


def share_cli_cache(session: botocore.session.Session) -> None:
    """Keeps the sessions of roles, and of IAM Identity Center, where the AWS CLI v2 does.

    The providers of a source profile are others, and have no part in it.
    """
    chain = session.get_component("credential_provider")
    for name in ("assume-role", "assume-role-with-web-identity", "sso"):
        with contextlib.suppress(botocore.exceptions.UnknownCredentialError):
            chain.get_provider(name).cache = botocore.utils.JSONFileCache(
                os.path.expanduser("~/.aws/cli/cache"))


def cli_2(question: Answer, answer: Answer) -> None:
    session = botocore.session.Session(
        {"profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None)})
    as_cli_2(session)
    if question["profile"]:
        session.set_config_variable("profile", question["profile"])
    if question["region"] is not None:
        session.set_config_variable("region", question["region"])
    look(session, answer)
    share_cli_cache(session)
    with crt():
        ask_identity(session, answer)


def boto3(question: Answer, answer: Answer) -> None:
    session = botocore.session.Session(profile=question["profile"])
    if question["region"] is not None:
        session.set_config_variable("region", question["region"])
    look(session, answer)
    ask_identity(session, answer)


def look(session: botocore.session.Session, answer: Answer) -> None:
    """What a session says of itself before anything is asked of AWS."""
    session.register_component("data_loader", LOADER)
    answer["profile"] = "default" if session.profile is None else session.profile
    answer["profiles"] = session.available_profiles
    session.get_scoped_config()
    answer["region"] = session.get_config_variable("region")
    if answer["region"] is not None:
        answer["kinds"] = ["invalid-region"]
        botocore.utils.validate_region_name(answer["region"])
        del answer["kinds"]
        # A client takes another one from a name that asks for FIPS endpoints (resolution.md 5.18).
        creator = botocore.client.ClientCreator
        answer["region"] = creator._normalize_fips_region(None, answer["region"], None)[0]


def ask_identity(session: botocore.session.Session, answer: Answer) -> None:
    client = session.create_client("sts")
    note_method(session, answer)
    client.get_caller_identity()


def cli(question: Answer, answer: Answer) -> None:
    """The AWS CLI itself, v1 or v2."""
    # An output that it does not know fails after the request (resolution.md, section 6).
    words = ["sts", "get-caller-identity", "--output", "json"]
    for option in ("profile", "region"):
        if question[option] is not None:
            words += [f"--{option}", question[option]]
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", "replace")
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        # Those of other cases would go on writing.
        botocore.history.get_global_history_recorder()._handlers.clear()
        driver = awscli.clidriver.create_clidriver()
        session = driver.session
        session.register_component("data_loader", LOADER)
        is_2 = CLIENT == "aws-cli-v2"
        status = (awscli.clidriver.AWSCLIEntryPoint(driver) if is_2 else driver).main(words)
    if status:
        said.flush()
        raise Refused(said.buffer.getvalue().decode("utf-8", "replace").strip())
    answer["profile"] = "default" if session.profile is None else session.profile
    answer["region"] = session.get_config_variable("region")
    note_method(session, answer)


class Refused(Exception):
    """The AWS CLI says no, and has said why."""


def note_method(session: botocore.session.Session, answer: Answer) -> None:
    credentials = session.get_credentials()
    answer["method"] = credentials and credentials.method


# Where the models of the services are, which the AWS CLI tells its botocore in the environment.
DATA_PATH = {name: value for name, value in os.environ.items() if name == "AWS_DATA_PATH"}
LOADER = botocore.session.Session().get_component("data_loader")
CLIENTS: dict[str, dict[str, Callable[[Answer, Answer], None]]] = {
    "aws-cli-v1": {"aws-cli-v1": cli},
    "aws-cli-v2": {"aws-cli-v2": cli},
    "botocore": {"aws-cli-v2": cli_2, "boto3": boto3},
}


def asked(client: Callable[[Answer, Answer], None], question: Answer) -> Answer:
    stand_in.forget()
    answer: Answer = {}
    try:
        client(question, answer)
    except Exception as problem:  # whatever stops a client is its answer
        name = type(problem).__name__
        if "cli/alias" not in str(problem):
            answer.setdefault("kinds", KINDS.get(name))
        answer.update(ok=False, message=f"{name}: {problem}")
        return answer
    key = stand_in.signer
    answer.update(ok=True, key=key, issued=stand_in.issued.get(key or ""),
                  token=stand_in.sent_token)
    return answer


def main() -> None:
    set_up()
    print("ready", flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        os.environ.clear()
        os.environ.update(question["environment"] | DATA_PATH)
        os.chdir(question["directory"])
        answers = {name: asked(client, question) for name, client in CLIENTS[CLIENT].items()}
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main()
