"""The two counties of the cast, made once for a whole run: each test sees them as they were and rolls back what it does."""

import copy

from django.core.management import call_command

from tests import cast

_built: list[cast.Cast] = []


def make() -> tuple[cast.Cast, cast.Cast]:
    return cast.build(code="530901"), cast.build(code="530902", mark=cast.CANARY, ascii_mark=cast.CANARY_ASCII)


_cleared = False


def build() -> None:
    global _cleared
    _built.extend(make())
    _cleared = False


def was_cleared() -> bool:
    """A test that commits has taken the cast away, and it has not been made anew since."""
    return _cleared


def copies() -> tuple[cast.Cast, cast.Cast]:
    """Objects of the test's own, so that what it changes on them does not reach the next test."""
    return tuple(copy.deepcopy(_built)) if _built else make()


def clear() -> None:
    global _cleared
    _cleared = True
    if _built:
        _built.clear()
        call_command("flush", interactive=False, verbosity=0)
