"""Runs made-up command lines in the AWS CLI, v1 or v2, and says which requests they send.

It is started by the Python that has this AWS CLI, with the directory to work in; then a seed a
line. No request leaves the process: each is noted, and gets an empty reply. What was sent without
a signature is left out, since it is no account's, and so is what was sent as a dry run.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from typing import Any

# The AWS CLI v2 brings its own botocore, which can be imported after this.
from awscli import __version__, clidriver
from botocore import xform_name
from botocore.awsrequest import AWSResponse

from command_lines import CLI_NAMES, CommandLines

REPLIES = {
    "HeadObject": ({"ETag": '"e"', "Content-Length": "0", "Content-Type": "text/plain",
                    "Last-Modified": "Sat, 28 Nov 2026 00:00:00 GMT"}, ""),
    "GetObject": ({"ETag": '"e"', "Content-Length": "0"}, ""),
    "ListObjectsV2": ({}, "<ListBucketResult><Contents><Key>k</Key><Size>0</Size><ETag>e</ETag>"
                          "<LastModified>2026-11-28T00:00:00Z</LastModified></Contents>"
                          "</ListBucketResult>"),
    "CopyObject": ({}, "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>"),
    "DescribeEndpoints": ({}, '{"Endpoints": [{"Address": "e.amazonaws.com", '
                              '"CachePeriodInMinutes": 1}]}'),
    "PutObject": ({"ETag": '"e"'}, ""),
}


class Raw(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Any:
        yield self.read()


class Recorder:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.is_dry = False
        self.services: dict[str, str] = {}
        self.marks: dict[tuple[str, str], str] = {}

    def note_parameters(self, params: dict, **_: Any) -> None:
        self.is_dry = params.get("DryRun") is True or params.get("InvocationType") == "DryRun"

    def note_service(self, model: Any, **_: Any) -> None:
        service = model.service_model
        name = CLI_NAMES.get(service.service_name, service.service_name)
        self.services[service.service_id.hyphenize()] = name
        self.marks[name, model.name] = marks(model)

    def note_request(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        _, service, operation = event_name.split(".")
        is_signed = "Authorization" in request.headers
        if is_signed and not self.is_dry:
            name = self.services[service]
            self.sent.append((f"{name} {xform_name(operation, '-')}", self.marks[name, operation]))
        headers, body = REPLIES.get(operation, ({}, ""))
        kind = request.headers.get("Content-Type") or b""
        is_json = b"json" in (kind if isinstance(kind, bytes) else kind.encode())
        body = body or ("{}" if is_json else "")
        return AWSResponse(request.url, 200, headers, Raw(body.encode()))


def marks(model: Any) -> str:
    """What this client's model says of an operation, as ci/operations writes it."""
    described = model.service_model._service_description["operations"][model.name]
    is_reading = model.http.get("method") in ("GET", "HEAD")
    return "?" * is_reading + "*" * bool(described.get("readonly"))


def no_waiting(seconds: float) -> None:
    raise SystemExit("it waits")


def answer(recorder: Recorder, arguments: list[str]) -> dict:
    recorder.sent, recorder.is_dry = [], False
    driver = clidriver.create_clidriver()
    driver.session.register("provide-client-params.*.*", recorder.note_parameters)
    driver.session.register("before-call.*.*", recorder.note_service)
    driver.session.register("before-send.*.*", recorder.note_request)
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", "replace")
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            is_2 = __version__.startswith("2.")
            (clidriver.AWSCLIEntryPoint(driver) if is_2 else driver).main(arguments)
        except SystemExit:
            pass
        except Exception as problem:  # what the empty reply breaks comes after the request
            print(type(problem).__name__, problem)
    said.flush()
    text = said.buffer.getvalue().decode("utf-8", "replace")
    return {"line": arguments, "sent": recorder.sent, "said": text.strip()[-300:]}


def main() -> None:
    os.chdir(sys.argv[1])
    time.sleep = no_waiting
    recorder, lines = Recorder(), CommandLines(__version__)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    questions, sys.stdin = sys.stdin, io.StringIO()
    surroundings = dict(os.environ)
    for seed in questions:
        line = lines.line(int(seed))
        # A command may leave something in them for the next process.
        os.environ.clear()
        os.environ.update(surroundings)
        print(json.dumps(answer(recorder, line)), file=answers, flush=True)


if __name__ == "__main__":
    main()
