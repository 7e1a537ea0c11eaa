"""One table of the platforms: the body of a text message, the signature, and what the platform answers when it took it.

Pure: the moment is passed in, so that the signatures can be checked against the platforms' own examples.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlsplit, urlunsplit

MOST_CHARACTERS = 600  # of all three the shortest limit is 2,048 bytes


@dataclass(frozen=True)
class Parcel:
    """Where to and what: an address with its signature, and a JSON body."""

    address: str
    body: bytes


@dataclass(frozen=True)
class Platform:
    """`pack(address, secret, text, moment)`; `code_names` are the fields of the answer that are 0 when it was taken."""

    pack: Callable[[str, str, str, datetime], Parcel]
    code_names: tuple[str, ...]
    needs_secret: bool


def parcel(*, kind: str, address: str, secret: str, text: str, moment: datetime) -> Parcel:
    return PLATFORMS[kind].pack(address, secret, text[:MOST_CHARACTERS], moment)


def was_taken(*, kind: str, answer: bytes) -> bool:
    """Whether the platform took the message; it answers 200 to a wrong key too, with a code in the body."""
    try:
        read = json.loads(answer)
    except ValueError:
        return False
    return isinstance(read, dict) and any(
        read.get(name) == 0 and not isinstance(read.get(name), bool) for name in PLATFORMS[kind].code_names
    )


def dingtalk_signature(*, secret: str, milliseconds: int) -> str:
    """The secret is the key, and stands in the signed text too."""
    text = f"{milliseconds}\n{secret}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def feishu_signature(*, secret: str, seconds: int) -> str:
    """Moment and secret are the key, and nothing is signed with it."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def _wecom(address: str, secret: str, text: str, moment: datetime) -> Parcel:
    """The key in the address is all there is."""
    return Parcel(address, _json({"msgtype": "text", "text": {"content": text}}))


def _dingtalk(address: str, secret: str, text: str, moment: datetime) -> Parcel:
    if secret:
        milliseconds = int(moment.timestamp() * 1000)
        signature = quote_plus(dingtalk_signature(secret=secret, milliseconds=milliseconds))
        address = _with_query(address, f"timestamp={milliseconds}&sign={signature}")
    return Parcel(address, _json({"msgtype": "text", "text": {"content": text}}))


def _feishu(address: str, secret: str, text: str, moment: datetime) -> Parcel:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        seconds = int(moment.timestamp())
        body = {"timestamp": str(seconds), "sign": feishu_signature(secret=secret, seconds=seconds), **body}
    return Parcel(address, _json(body))


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _with_query(address: str, more: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=f"{parts.query}&{more}" if parts.query else more))


PLATFORMS: dict[str, Platform] = {
    "wecom": Platform(_wecom, ("errcode",), needs_secret=False),
    "dingtalk": Platform(_dingtalk, ("errcode",), needs_secret=True),
    "feishu": Platform(_feishu, ("code", "StatusCode"), needs_secret=True),
}
