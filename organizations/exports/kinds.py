"""What a kind of export says about itself, so that the one engine can write it as a form, at once or in the worker."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from organizations.exports.tables import ExportTable

Filters = Mapping[str, list[str]]
LONGEST_FILTER, MOST_VALUES = 200, 50
CHUNK = 2_000


class ExportKind:
    """Base of a kind of export. A floor names its own in settings.EXPORT_KINDS by dotted path.

    The filter is the one of the list page: what the list shows is what is taken out.
    """

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    action: ClassVar[str]  # who may take it out, by the table of roles and actions
    list_url: ClassVar[str]
    params: ClassVar[tuple[str, ...]] = ()  # of the list's address that narrow the rows

    def form(self, filters: Filters, membership: Any, on: date) -> forms.Form | None:
        """The list's own filter form, filled in."""
        return None

    def rows(self, filters: Filters, membership: Any, on: date) -> QuerySet | list[Any]:
        """The rows that the membership may see and the filter leaves, in the order of the list."""
        raise NotImplementedError

    def table(self, on: date, filters: Filters) -> ExportTable:
        raise NotImplementedError

    def filters(self, query: QueryDict) -> dict[str, list[str]]:
        """What of the address is a filter; everything else is left out."""
        named = {
            name: [text[:LONGEST_FILTER] for text in query.getlist(name)[:MOST_VALUES] if text] for name in self.params
        }
        return {name: texts for name, texts in named.items() if texts}

    def words(self, filters: Filters, membership: Any, on: date) -> str:
        """The filter as people read it: 类别：村（社区）；名称：石桥."""
        form = self.form(filters, membership, on)
        if form is None or not form.is_valid():
            return ""
        return "；".join(
            f"{form.fields[name].label}：{_shown(form.fields[name], form.cleaned_data[name])}"
            for name in form.fields
            if form.cleaned_data.get(name) and name in filters
        )


def as_query(filters: Filters) -> QueryDict:
    """The filters as the address had them, for a form."""
    return QueryDict(urlencode(filters, doseq=True))


def count_of(rows: QuerySet | list[Any]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def one_by_one(rows: QuerySet | list[Any]) -> Iterable[Any]:
    """The rows without keeping them: the database hands them on by the thousand."""
    return rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows


def kinds() -> list[ExportKind]:
    return [import_string(path)() for path in settings.EXPORT_KINDS]


def find_kind(slug: str) -> ExportKind | None:
    return next((kind for kind in kinds() if kind.slug == slug), None)


def _shown(field: forms.Field, value: Any) -> str:
    choices = dict(getattr(field, "choices", None) or []) if not hasattr(field, "queryset") else {}
    return str(choices.get(value, value))
