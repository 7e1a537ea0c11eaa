"""A country: one county written row by row as the tests do, the others copied from it by SQL.

Every table of the county is copied with its keys moved by a round number a county, so references stay within the county. The
rows lie in temporary tables for it: of another county's rows the application's role sees nothing.
"""

import datetime
from decimal import Decimal
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import connection

from tests.performance.bench_county_vs_country import _another

VILLAGES_A_TOWNSHIP = 12  # 17 townships: 204 villages; 2,844 counties: 580,000
# What belongs to one county's own history, or to no measurement.
LEFT_OUT = {"AuditEntry", "OutboxJob", "Notice", "Message", "Membership"}
D = datetime.date


class Country:
    """Call everything inside the open transaction and outside of any county."""

    def __init__(self, townships: int, tasks: int):
        from organizations.models import County
        from organizations.tenancy.context import tenant

        _another(1, townships, tasks)
        self.first = County.objects.get(code="980001")
        self.counties = [self.first.pk]
        with tenant(self.first.pk):
            _villages()
            self.tables = _in_order([model for model in _owned() if self._keep(model)])
            self.step = 1 + max(self._last_key(table) for table in self.tables)

    def grow(self, many: int) -> None:
        """Until there are so many counties."""
        from organizations.tenancy.context import tenant
        from tests.roles import make_county

        while len(self.counties) < many:
            number = len(self.counties) + 1
            county = make_county(code=f"98{number:04d}", name=f"第{number}县", department_name=f"第{number}县委组织部")
            with tenant(county.pk), connection.cursor() as cursor:
                for _model, statement in self.tables:
                    cursor.execute(statement, {"county": county.pk, "move": self.step * (number - 1)})
            self.counties.append(county.pk)

    def _keep(self, model) -> bool:
        """Put the first county's rows aside; whether there are any."""
        name = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE "kept_{name}" ON COMMIT DROP AS SELECT * FROM "{name}"')
            cursor.execute(f'SELECT count(*) FROM "kept_{name}"')  # noqa: S608
            return bool(cursor.fetchone()[0])

    def _last_key(self, table) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT max(id) FROM "kept_{table[0]._meta.db_table}"')  # noqa: S608
            return cursor.fetchone()[0]


def _villages() -> None:
    """A dozen to a township, with the income of three quarters, and an indicator that counts those that reach a sum."""
    from campaigns.models import Indicator, Task
    from organizations.models import Unit
    from villages.models import IncomeEntry

    towns = list(Unit.objects.filter(kind="township"))
    villages = Unit.objects.bulk_create(
        Unit(
            kind="village", code=f"{town.code}{n:03d}", name=f"{town.name}{n}村", parent=town, path=f"{town.path}{town.code}{n:03d}/",
            valid_from=town.valid_from, order=n, search_keys="",
        )
        for town in towns for n in range(VILLAGES_A_TOWNSHIP)
    )  # fmt: skip
    IncomeEntry.objects.bulk_create(
        IncomeEntry(unit=unit, year=2026, quarter=quarter, line="operating", amount=Decimal(8000 + 1000 * (n % 20)))
        for n, unit in enumerate(villages) for quarter in (1, 2, 3)
    )  # fmt: skip
    Indicator.objects.create(
        task=Task.objects.order_by("pk").last(), name="收入5万元以上的村占比", unit_word="%", value=Decimal(50), aggregation="share",
        level="county", held_by="villages.income_share", held_with={"threshold": "50000"}, order=5,
    )  # fmt: skip


def _owned() -> list[type]:
    from organizations.tenancy.models import CountyOwned

    return [
        model for model in apps.get_models(include_auto_created=True)
        if issubclass(model, CountyOwned) and model._meta.managed and model.__name__ not in LEFT_OUT
    ]  # fmt: skip


def _in_order(models: list[type]) -> list[tuple[type, str]]:
    """Each with the statement that copies it, those referred to first."""
    there = set(models)
    refers = {
        model: {field.related_model for field in model._meta.concrete_fields if field.is_relation} & there - {model}
        for model in models
    }
    return [(model, _copy(model)) for model in TopologicalSorter(refers).static_order()]


def _copy(model) -> str:
    from organizations.tenancy.models import CountyOwned

    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        columns.append(column)
        moved = field.primary_key or (field.is_relation and issubclass(field.related_model, CountyOwned))
        values.append(
            "%(county)s" if field.name == "county"
            else "gen_random_uuid()" if field.name == "public_id"
            else f"{column} + %(move)s" if moved
            else column
        )  # fmt: skip
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) OVERRIDING SYSTEM VALUE '  # noqa: S608
        f'SELECT {", ".join(values)} FROM "kept_{model._meta.db_table}"'
    )
