"""What a register answers when a campaign asks it for a figure: here, below both, so that neither imports the other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


class Figure(NamedTuple):
    """A figure of one unit. A share has `whole` (of how many); `words` say where the figure comes from; `day` is the
    day it stands for."""

    value: Decimal | None
    whole: Decimal | None = None
    words: str = ""
    day: date | None = None


class Source(Protocol):
    """A function named in settings.HELD_FIGURES: figures by unit id for an indicator, on a day."""

    title: str | Promise
    takes_threshold: bool

    def __call__(self, indicator: Any, units: Sequence[Any], on: date) -> Mapping[int, Figure]: ...


def held_source(title: str | Promise, *, takes_threshold: bool = False) -> Callable:
    """Decorator: what the source is called where somebody chooses it, and whether it asks for an amount in yuan."""

    def named(function: Callable) -> Callable:
        function.title, function.takes_threshold = title, takes_threshold  # type: ignore[attr-defined]
        return function

    return named


def held_sources() -> dict[str, Source]:
    """By the name that an indicator keeps; those without words are nobody's choice."""
    found = {name: import_string(path) for name, path in settings.HELD_FIGURES.items()}
    return {name: source for name, source in found.items() if hasattr(source, "title")}
