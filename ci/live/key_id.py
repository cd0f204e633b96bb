"""Access key ids that carry an account, as AWS lays them out (docs/guide/src/resolution.md 8.7)."""

from __future__ import annotations

import base64
import binascii
import re

_LAYOUT = re.compile("(AKIA|ASIA)[Q-Z2-7][A-Z2-7]{15}")
_ACCOUNT_BITS = 0x7FFFFFFFFF80


def minted(account: str, serial: int, prefix: str = "AKIA") -> str:
    """A key id of this account; the serial number makes it unlike every other."""
    head = (1 << 47) | (int(account) << 7) | (serial & 0x7F)
    return prefix + base64.b32encode(head.to_bytes(6, "big") + serial.to_bytes(4, "big")).decode()


def account_of(key_id: str) -> str | None:
    if not _LAYOUT.fullmatch(key_id):
        return None
    try:
        head = int.from_bytes(base64.b32decode(key_id[4:])[:6], "big")
    except binascii.Error:
        return None
    account = (head & _ACCOUNT_BITS) >> 7
    return f"{account:012}" if account <= 999_999_999_999 else None
