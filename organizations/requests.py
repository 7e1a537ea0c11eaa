"""What the audit trail must know of the request in progress, kept in a context variable for the services."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    request_id: str = ""
    ip: str = ""

    def for_audit(self) -> dict[str, str]:
        return {"request_id": self.request_id, "ip": self.ip}


NO_REQUEST = RequestFacts()
_facts: ContextVar[RequestFacts] = ContextVar("request_facts", default=NO_REQUEST)


def current_request() -> RequestFacts:
    return _facts.get()


@contextmanager
def request_facts(facts: RequestFacts):
    token = _facts.set(facts)
    try:
        yield
    finally:
        _facts.reset(token)


def client_ip(request, trusted_proxies: int) -> str:
    """The address of the client; the forwarded header counts only behind as many proxies of our own as said."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if trusted_proxies and len(forwarded) >= trusted_proxies:
        return forwarded[-trusted_proxies]
    return request.META.get("REMOTE_ADDR", "")
