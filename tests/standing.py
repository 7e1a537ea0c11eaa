"""The two counties of the cast, made once for a whole run: each test sees them as they were and rolls back what it does."""

import pickle

from django.core.management import call_command

from tests import cast

_built: bytes = b""


def make() -> tuple[cast.Cast, cast.Cast]:
    return cast.build(code="530901"), cast.build(code="530902", mark=cast.CANARY, ascii_mark=cast.CANARY_ASCII)


_cleared = False


def build() -> None:
    global _built, _cleared
    _built = pickle.dumps(make())
    _cleared = False


def was_cleared() -> bool:
    """A test that commits has taken the cast away, and it has not been made anew since."""
    return _cleared


def copies() -> tuple[cast.Cast, cast.Cast]:
    """Objects of the test's own, so that what it changes on them does not reach the next test. Unpickling takes a tenth of
    the time of a deep copy."""
    return pickle.loads(_built) if _built else make()  # noqa: S301  # our own bytes


def clear() -> None:
    global _built, _cleared
    _cleared = True
    if _built:
        _built = b""
        call_command("flush", interactive=False, verbosity=0)
