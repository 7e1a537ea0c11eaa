"""Columns of an export that a register's resource declares already: same heading, so that the file can come back in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from organizations.exports.tables import ExportColumn
from organizations.resources.columns import ReadAs

_KINDS = {"integer": "number", "decimal": "number", "date": "date"}
_WIDTHS = {"integer": 10, "decimal": 12, "date": 13, "code": 18, "phone": 15, "citizen": 22, "unit": 20, "choice": 14}


def register_columns(
    resource: Any, names: Sequence[str], widths: Mapping[str, float] | None = None
) -> list[ExportColumn]:
    """The named fields of the resource as columns."""
    return [_column(resource.fields[name], (widths or {}).get(name)) for name in names]


def _column(field: Any, width: float | None) -> ExportColumn:
    widget: ReadAs = field.widget
    kind = _KINDS.get(widget.kind, "text")
    return ExportColumn(
        field.column_name, _value(field.attribute, widget, kind), kind, width or _WIDTHS.get(widget.kind, 16)
    )


def _value(attribute: str, widget: ReadAs, kind: str) -> Callable[[Any], Any]:
    if kind == "text":
        return lambda row: widget.render(getattr(row, attribute))  # personal numbers print as their mask
    return lambda row: getattr(row, attribute)
