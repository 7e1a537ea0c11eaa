"""Schemes and answers as JSON and back, for freezing what a result was worked out from, with a hash of it.

Equal values give the same text: numbers without needless zeros, keys in order, fields at their default left out (so a
field added later does not change the hash of an old year). Only the kinds of values named here are read.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

from assessments.answers import Events, Figure, Mark, NotApplicable, Service, UnitAnswers, VetoHit
from assessments.scheme import (
    Band,
    Bands,
    Deduction,
    Grade,
    Item,
    Manual,
    Missing,
    PerEvent,
    QuotaRounding,
    Rate,
    Scheme,
    ShareOfTarget,
    Veto,
)

KIND, NUMBER, TABLE = "is", "number", "table"
VALUES: Mapping[str, type] = {
    one.__name__: one
    for one in (
        Band, Bands, Deduction, Events, Figure, Grade, Item, Manual, Mark, NotApplicable, PerEvent, Rate, Scheme, Service,
        ShareOfTarget, UnitAnswers, Veto, VetoHit,
    )
}  # fmt: skip
CHOICES: Mapping[str, type[Enum]] = {one.__name__: one for one in (Missing, QuotaRounding)}


def frozen(value: object) -> Any:
    """Plain JSON values: for a jsonb column."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return {KIND: NUMBER, "value": "0" if text == "-0" else text}
    if isinstance(value, Enum):
        return {KIND: type(value).__name__, "value": value.value}
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value) if not _at_default(field, value)}
        return {KIND: type(value).__name__} | {name: frozen(part) for name, part in parts.items()}
    if isinstance(value, Mapping):
        return {KIND: TABLE, "of": {key: frozen(part) for key, part in value.items()}}
    if isinstance(value, tuple | list):
        return [frozen(part) for part in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise ValueError(f"{type(value).__name__} cannot be frozen.")


def thawed(data: Any) -> Any:
    """The values again; what is no frozen value is a ValueError."""
    if isinstance(data, list):
        return tuple(thawed(part) for part in data)
    if not isinstance(data, dict):
        return data
    rest = {key: part for key, part in data.items() if key != KIND}
    kind = str(data.get(KIND))
    if kind == NUMBER:
        return Decimal(rest["value"])
    if kind == TABLE:
        return {key: thawed(part) for key, part in rest["of"].items()}
    if kind in CHOICES:
        return CHOICES[kind](rest["value"])
    if kind in VALUES:
        return VALUES[kind](**{key: thawed(part) for key, part in rest.items()})
    raise ValueError(f"{kind} is no frozen value.")


def hash_of(*values: object) -> str:
    """SHA-256 of all that went in, in hexadecimal."""
    text = json.dumps(frozen(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _at_default(field: Any, value: object) -> bool:
    if field.default_factory is not MISSING:
        return bool(getattr(value, field.name) == field.default_factory())
    return bool(field.default is not MISSING and getattr(value, field.name) == field.default)
