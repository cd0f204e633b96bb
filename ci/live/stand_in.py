"""Plays AWS for the clients: STS, IAM Identity Center, a container's credentials and the instance
metadata service.

Every key id that it issues carries the account it is for, so that the key id which signs the last
request tells whose credentials a client would have used. In Python the replies are given in
process; for programs they are served on loopback.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Mapping
from urllib.parse import parse_qs, urlsplit

from key_id import minted

LATER = "2098-01-01T00:00:00Z"
LATER_IN_MILLISECONDS = 4_039_372_800_000
HOST_ACCOUNT = "777777777770"
XML = "text/xml"
JSON = "application/json"
TEXT = "text/plain"


@dataclass(frozen=True)
class Reply:
    body: str
    kind: str = JSON
    status: int = 200


class StandIn:
    def __init__(self) -> None:
        self.issued: dict[str, str] = {}
        self.signer: str | None = None
        self.sent_token = False

    def forget(self) -> None:
        """Forgets who signed last."""
        self.issued.clear()
        self.signer = None
        self.sent_token = False

    def reply(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        parts = urlsplit(url)
        headers = {name.lower(): value for name, value in headers.items()}
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if "Action" in form:
            return self._sts(form, headers)
        if parts.path.startswith("/latest/"):
            # There is no instance, but a service that plays one.
            is_usual = parts.hostname in ("169.254.169.254", "fd00:ec2::254")
            return Reply("", TEXT, 404) if is_usual else self._metadata(parts.path)
        if parts.path.endswith("/federation/credentials"):
            if not headers.get("x-amz-sso_bearer_token"):
                return Reply('{"__type": "UnauthorizedException"}', status=401)
            query = parse_qs(parts.query)
            return self._sso(query.get("account_id", [""])[0])
        if parts.path.endswith("/v1/token") or "signin" in (parts.hostname or ""):
            # Whether a login can be renewed is not known offline: say no.
            return Reply('{"error": "TOKEN_EXPIRED"}', status=400)
        if parts.path.endswith("/token"):
            return Reply(json.dumps({"accessToken": "renewed", "tokenType": "Bearer",
                                     "expiresIn": 28_800, "refreshToken": "r"}))
        return self._container()

    def _sts(self, form: dict[str, str], headers: Mapping[str, str]) -> Reply:
        action = form["Action"]
        if action == "GetCallerIdentity":
            signed = re.search(r"Credential=(.*?)/\d{8}/", headers.get("authorization", ""), re.S)
            self.signer = signed[1] if signed else ""
            self.sent_token = "x-amz-security-token" in headers
            result = "<Arn>arn:aws:iam::000000000000:user/u</Arn><Account>000000000000</Account>"
        else:
            # AWS accepts no other; the credentials are then for no account that can be told.
            role = re.match(r"arn:[a-z-]+:iam::(\d{12}):role/", form.get("RoleArn", ""))
            account = role[1] if role else ""
            how = "web-identity" if action.endswith("WebIdentity") else "assume-role"
            result = (f"<Credentials><AccessKeyId>{self._issue(account, how)}</AccessKeyId>"
                      "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                      f"<Expiration>{LATER}</Expiration></Credentials>"
                      "<AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId>"
                      f"<Arn>arn:aws:sts::{account}:assumed-role/r/s</Arn></AssumedRoleUser>")
        return Reply(f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                     f"<{action}Result>{result}</{action}Result>"
                     "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
                     f"</{action}Response>", XML)

    def _sso(self, account: str) -> Reply:
        return Reply(json.dumps({"roleCredentials": {
            "accessKeyId": self._issue(account, "sso"), "secretAccessKey": "s",
            "sessionToken": "t", "expiration": LATER_IN_MILLISECONDS}}))

    def _container(self) -> Reply:
        return self._of_host("container")

    def _metadata(self, path: str) -> Reply:
        role = "/latest/meta-data/iam/security-credentials/"
        texts = {"/latest/api/token": "t", role: "r"}
        if path == f"{role}r":
            return self._of_host("imds")
        return Reply(texts.get(path, ""), TEXT, 200 if path in texts else 404)

    def _of_host(self, how: str) -> Reply:
        return Reply(json.dumps({
            "Code": "Success", "AccessKeyId": self._issue(HOST_ACCOUNT, how),
            "SecretAccessKey": "s", "Token": "t", "Expiration": LATER}))

    def _issue(self, account: str, how: str) -> str:
        serial = len(self.issued)
        if re.fullmatch(r"\d{12}", account):
            key_id = minted(account, serial, "ASIA")
        else:
            key_id = f"ASIAI{serial:015}"  # of the old layout, which carries no account
        self.issued[key_id] = how
        return key_id


def serve(stand_in: StandIn) -> int:
    """Serves the replies on loopback for as long as the program runs; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode("utf-8", "replace")
            reply = stand_in.reply(self.path, dict(self.headers), body)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body.encode())

        do_GET = do_PUT = do_POST

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
