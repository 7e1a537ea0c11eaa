"""The two counties of the cast, made once for a whole run: each test sees them as they were and rolls back what it does."""

import copy

from django.core.management import call_command

from tests import cast

_built: list[cast.Cast] = []


def make() -> tuple[cast.Cast, cast.Cast]:
    return cast.build(code="530901"), cast.build(code="530902", mark=cast.CANARY, ascii_mark=cast.CANARY_ASCII)


def build() -> None:
    _built.extend(make())


def copies() -> tuple[cast.Cast, cast.Cast]:
    """Objects of the test's own, so that what it changes on them does not reach the next test."""
    return tuple(copy.deepcopy(_built)) if _built else make()


def clear() -> None:
    if _built:
        _built.clear()
        call_command("flush", interactive=False, verbosity=0)
