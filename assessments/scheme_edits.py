"""Changing one item of a scheme: its method as people write it, one line each, and its place in the tree. Pure."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from assessments.explained import number
from assessments.scheme import (
    SIDES,
    Band,
    Bands,
    Deduction,
    Item,
    Manual,
    Method,
    PerEvent,
    Rate,
    Scheme,
    ShareOfTarget,
)

_BAND = re.compile(r"^(\d+(?:\.\d+)?)\s*(%?)\s*(?:起|以上|及以上)?[\s:,、;=]+(\d+(?:\.\d+)?)\s*分?$")
_RATE = re.compile(r"^(.*?\D)[\s:,、;=]*?(\d+(?:\.\d+)?)\s*分?$")
HUNDRED = Decimal(100)


class LineError(ValueError):
    """`line` is what cannot be read."""

    def __init__(self, line: str):
        super().__init__(line)
        self.line = line


def lines_of(text: str) -> list[str]:
    found = (" ".join(unicodedata.normalize("NFKC", line).split()) for line in text.splitlines())
    return [line for line in found if line]


def read_bands(text: str) -> tuple[Band, ...]:
    """“90% 6” or “90 起 6 分”, one band a line: shares of the target, in percent with or without the sign. Raises LineError."""
    found = []
    for line in lines_of(text):
        match = _BAND.match(line)
        if match is None:
            raise LineError(line)
        found.append(Band(Decimal(match[1]) / HUNDRED, Decimal(match[3])))
    return tuple(sorted(found, key=lambda band: -band.low))


def read_rates(text: str, known: Sequence[Rate] = ()) -> tuple[Rate, ...]:
    """“市级 1 分”, one kind of event a line. A name that was there before keeps its key, for what was counted under it."""
    keys = {rate.name: rate.key for rate in known}
    taken = set(keys.values())
    found: list[Rate] = []
    for line in lines_of(text):
        match = _RATE.match(line)
        name = match[1].strip(" :,、;=") if match else ""
        if match is None or not name:
            raise LineError(line)
        key = keys.get(name) or next(f"r{n}" for n in range(1, 1000) if f"r{n}" not in taken)
        taken.add(key)
        found.append(Rate(key, name, Decimal(match[2])))
    return tuple(found)


def method_lines(method: Method | None) -> str:
    """The lines that `read_bands`, `read_rates` and the rubric take, as they stand."""
    if isinstance(method, Bands):
        return "\n".join(f"{number(band.low, True)} {number(band.points)}" for band in method.bands)
    if isinstance(method, Deduction | PerEvent):
        return "\n".join(f"{rate.name} {number(rate.points)}" for rate in method.rates)
    return "\n".join(method.rubric) if isinstance(method, Manual) else ""


def method_name(method: Method | None) -> str:
    names = {ShareOfTarget: "share", Bands: "bands", Deduction: "deduction", PerEvent: "events", Manual: "manual"}
    return names.get(type(method), "manual")


def find_item(scheme: Scheme, key: str) -> Item | None:
    return next((item for item in scheme.walk() if item.key == key), None)


def parent_of(scheme: Scheme, key: str) -> str:
    """Key of the branch, or the name of the side; "" for a key that is not there."""
    for side in SIDES:
        for item in getattr(scheme, side):
            if item.key == key:
                return side
    for branch in scheme.walk():
        if any(child.key == key for child in branch.items):
            return branch.key
    return ""


def free_key(scheme: Scheme) -> str:
    taken = {item.key for item in scheme.walk()}
    return next(f"own{n}" for n in range(1, 10_000) if f"own{n}" not in taken)


def put_item(scheme: Scheme, item: Item, parent: str) -> Scheme:
    """With the item below `parent` (a branch or a side): in its old place when it stood there, else at the end. A branch that
    is left empty goes."""
    if parent_of(scheme, item.key) == parent:
        return _each(scheme, lambda one: item if one.key == item.key else one)
    scheme = _without(scheme, item.key)
    if parent in SIDES:
        return _sides(scheme, lambda side, items: (*items, item) if side == parent else items)
    return _each(scheme, lambda one: replace(one, items=(*one.items, item)) if one.key == parent else one)


def _each(scheme: Scheme, change: Callable[[Item], Item]) -> Scheme:
    def deep(item: Item) -> Item:
        return change(replace(item, items=tuple(deep(child) for child in item.items)))

    return _sides(scheme, lambda _side, items: tuple(deep(item) for item in items))


def _without(scheme: Scheme, key: str) -> Scheme:
    def deep(items: Sequence[Item]) -> tuple[Item, ...]:
        kept = []
        for item in items:
            if item.key == key:
                continue
            below = deep(item.items)
            if item.items and not below:
                continue
            kept.append(replace(item, items=below))
        return tuple(kept)

    return _sides(scheme, lambda _side, items: deep(items))


def _sides(scheme: Scheme, change: Callable[[str, tuple[Item, ...]], tuple[Item, ...]]) -> Scheme:
    return replace(
        scheme, base=change("base", scheme.base), bonus=change("bonus", scheme.bonus), deduction=change("deduction", scheme.deduction)
    )  # fmt: skip
