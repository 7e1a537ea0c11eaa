import pytest
from django.db import connection
from django.db.models import Max
from django.db.utils import ProgrammingError

from organizations.models import Unit
from organizations.tenancy.context import TenantError, tenant


def test_units_without_a_county_are_refused_in_every_way(both):
    rows = Unit.objects.all()
    uses = [
        list, lambda q: q.exists(), lambda q: q.count(), lambda q: q.first(), lambda q: q.update(order=1), lambda q: q.delete(),
        lambda q: q.explain(), lambda q: q.aggregate(Max("id")), lambda q: q.in_bulk(), lambda q: list(q.iterator()),
        lambda q: q.intersection(Unit.objects.all()).count(), lambda q: q.bulk_create([]), lambda q: q.get_or_create(code="1"),
    ]  # fmt: skip
    for use in uses:
        with pytest.raises(TenantError):
            use(rows)


def test_only_the_open_county_is_seen(both):
    a, b = both
    with tenant(a.county.id):
        assert Unit.objects.count() == 11
        assert not Unit.objects.filter(pk=b.units.root.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM organizations_unit")
            assert cursor.fetchone()[0] == 11


def test_raw_sql_without_a_county_is_an_error_not_an_empty_answer(both):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="tenant context not set"):
        cursor.execute("SELECT count(*) FROM organizations_unit")


def test_another_county_cannot_be_opened_inside(both):
    a, b = both
    with tenant(a.county.id), pytest.raises(TenantError), tenant(b.county.id):
        pass


def test_after_the_block_the_connection_knows_no_county(both):
    a, _b = both
    with tenant(a.county.id):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.county_id', true)")
        assert cursor.fetchone()[0] in ("", None)


def _set_in_database(cursor) -> str:
    cursor.execute("SELECT coalesce(current_setting('app.county_id', true), '')")
    return cursor.fetchone()[0]


def test_what_the_database_was_told_before_is_kept(both):
    """A transaction in which another county stands is refused and left as it is; nesting puts back what stood there."""
    a, b = both
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.county_id', %s, true)", [str(b.county.id)])
        with pytest.raises(TenantError), tenant(a.county.id):
            pass
        assert _set_in_database(cursor) == str(b.county.id)
        cursor.execute("SELECT set_config('app.county_id', '', true)")
        with tenant(a.county.id):
            with tenant(a.county.id):
                pass
            assert _set_in_database(cursor) == str(a.county.id)
        assert _set_in_database(cursor) == ""
