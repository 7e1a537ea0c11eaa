"""Posting to an address that a person typed in, without becoming a door into the house.

Only https, only hosts whose every address is public; the connection goes to the address that was checked, so a name
cannot point elsewhere a moment later. Redirects are not followed. No error quotes the address: it holds the key.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

SECONDS = 5
MOST_BYTES = 64 * 1024
# An IPv4 address written as IPv6 reaches the IPv4 network.
TRANSLATED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)


class RobotError(Exception):
    """The message did not arrive. The text is for people and holds neither address nor secret."""


class UnsafeAddress(RobotError):
    """The address is none that this system may speak to."""


class RobotUnreachable(RobotError):
    """No answer in time, or none that could be read."""


class RobotRefused(RobotError):
    """The platform answered and did not take the message."""


def read_address(address: str, *, may_be_local: bool = False) -> SplitResult:
    """The parts of an address one may post to by its form; the host is looked up only when something is sent."""
    try:
        parts = urlsplit(address)
        fine = bool(parts.hostname) and parts.port != 0 and not parts.username and not parts.fragment
    except ValueError:
        fine = False
    if not fine or any(character.isspace() or not character.isprintable() for character in address):
        raise UnsafeAddress("not an address")
    if parts.scheme != "https" and not (may_be_local and parts.scheme == "http"):
        raise UnsafeAddress("not https")
    if not may_be_local and _is_inner_literal(parts.hostname or ""):
        raise UnsafeAddress("inside the house")
    return parts


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or any(address in network for network in TRANSLATED)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(*, address: str, body: bytes, may_be_local: bool = False) -> bytes:
    """The platform's answer to a JSON body."""
    parts = read_address(address, may_be_local=may_be_local)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RobotUnreachable("the name is not known") from None
    places = [str(row[4][0]) for row in found]
    if not may_be_local and not all(is_public(place) for place in places):
        raise UnsafeAddress("inside the house")
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers = {"Content-Type": "application/json; charset=utf-8", "Host": parts.netloc}
    connection = _connection(parts.scheme, host, places[0], port)
    try:
        connection.request("POST", target, body=body, headers=headers)
        response = connection.getresponse()
        answer = response.read(MOST_BYTES)
    except (OSError, http.client.HTTPException, ValueError):
        raise RobotUnreachable("no answer") from None
    finally:
        connection.close()
    if response.status != 200:
        raise RobotRefused(f"status {response.status}")
    return answer


def _connection(scheme: str, host: str, place: str, port: int) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(place, port, timeout=SECONDS)
    return _Pinned(host, place, port)


class _Pinned(http.client.HTTPSConnection):
    """TLS to a looked-up address under the host's name."""

    def __init__(self, host: str, place: str, port: int) -> None:
        self._context_of_tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._context_of_tls)
        self._place = place

    def connect(self) -> None:
        plain = socket.create_connection((self._place, self.port), self.timeout)
        self.sock = self._context_of_tls.wrap_socket(plain, server_hostname=self.host)


def _is_inner_literal(host: str) -> bool:
    if host.lower() == "localhost" or "." not in host and ":" not in host:
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False
