"""The bridge between django-import-export's declarations and the import engine's columns.

A resource declares fields, headings and widgets; files are never parsed by the library, and it never sees an id.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from organizations.imports.columns import Column
from organizations.sealed import Sealed


class ReadAs(Widget):
    """How a column is read (a kind of `imports.values`) and printed."""

    def __init__(self, kind: str = "text", **options: Any):
        super().__init__()
        self.kind, self.options = kind, options

    def render(self, value, obj=None, **kwargs) -> str:
        if value is None:
            return ""
        if self.kind == "choice":
            return str(dict(self.options.get("choices", ())).get(value, value))
        if self.kind == "yesno":
            return "是" if value else "否"
        if isinstance(value, date):
            return value.isoformat()
        if self.kind == "unit":
            return value.name
        return str(value)

    def normal(self, value: Any) -> Any:
        """The value as the readers give it, to compare with."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.open()
        if self.kind == "unit":
            return value.code
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value


def column(attribute: str, heading: str, kind: str = "text", **options: Any) -> Field:
    """A declared column: attribute of the model, heading in Excel, and how it is read."""
    return Field(attribute=attribute, column_name=heading, widget=ReadAs(kind, **options))


def columns_of(resource: type[ModelResource]) -> list[Column]:
    return [
        Column(name=name, title=field.column_name, kind=field.widget.kind, **field.widget.options)
        for name, field in _in_order(resource)
    ]


def _in_order(resource: type[ModelResource]) -> list[tuple[str, Field]]:
    """As the resource's Meta lists them: the library keeps the model's order."""
    return [(name, resource.fields[name]) for name in resource._meta.fields]


def normal_values(resource: type[ModelResource], row: Any) -> dict[str, Any]:
    return {name: field.widget.normal(getattr(row, field.attribute)) for name, field in _in_order(resource)}


def printed_values(resource: type[ModelResource], row: Any) -> dict[str, str]:
    return {name: field.widget.render(getattr(row, field.attribute)) for name, field in _in_order(resource)}
