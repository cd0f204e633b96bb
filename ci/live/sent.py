"""Runs command lines of the AWS CLI v1 in this process, and says which requests they send.

Started with the directory that it works in; then a JSON list of arguments a line. No request leaves
the process: each is noted, and gets an empty reply. What was sent without a signature is left out,
since it is no account's, and so is what was sent as a dry run.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from typing import Any

from awscli import clidriver
from botocore import xform_name
from botocore.awsrequest import AWSResponse

# Where the AWS CLI has another name for a service than botocore.
CLI_NAMES = {"codedeploy": "deploy", "config": "configservice", "s3": "s3api"}

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
        self.sent: list[str] = []
        self.is_dry = False
        self.services: dict[str, str] = {}

    def note_parameters(self, params: dict, **_: Any) -> None:
        self.is_dry = params.get("DryRun") is True or params.get("InvocationType") == "DryRun"

    def note_service(self, model: Any, **_: Any) -> None:
        name = model.service_model.service_name
        self.services[model.service_model.service_id.hyphenize()] = CLI_NAMES.get(name, name)

    def note_request(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        _, service, operation = event_name.split(".")
        is_signed = "Authorization" in request.headers
        if is_signed and not self.is_dry:
            self.sent.append(f"{self.services[service]} {xform_name(operation, '-')}")
        headers, body = REPLIES.get(operation, ({}, ""))
        kind = request.headers.get("Content-Type") or b""
        is_json = b"json" in (kind if isinstance(kind, bytes) else kind.encode())
        body = body or ("{}" if is_json else "")
        return AWSResponse(request.url, 200, headers, Raw(body.encode()))


def no_waiting(seconds: float) -> None:
    raise SystemExit("it waits")


def asked(recorder: Recorder, arguments: list[str]) -> dict:
    recorder.sent, recorder.is_dry = [], False
    driver = clidriver.create_clidriver()
    driver.session.register("provide-client-params.*.*", recorder.note_parameters)
    driver.session.register("before-call.*.*", recorder.note_service)
    driver.session.register("before-send.*.*", recorder.note_request)
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", "replace")
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            driver.main(arguments)
        except SystemExit:
            pass
        except Exception as problem:  # what the empty reply breaks comes after the request
            print(type(problem).__name__, problem)
    said.flush()
    text = said.buffer.getvalue().decode("utf-8", "replace")
    return {"sent": recorder.sent, "said": text.strip()[-300:]}


def main() -> None:
    os.chdir(sys.argv[1])
    time.sleep = no_waiting
    recorder = Recorder()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    questions, sys.stdin = sys.stdin, io.StringIO()
    for line in questions:
        print(json.dumps(asked(recorder, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
