"""Whoever row-level security does not bind may not serve people."""

import pytest
from django.db import connection

from organizations.tenancy.context import TenantError
from organizations.tenancy.guard import refuse_weak_wall
from tests import roles


def test_the_apps_role_may_start(db):
    refuse_weak_wall()


@pytest.mark.django_db(transaction=True)
def test_the_owner_may_not():
    with roles.as_owner(), pytest.raises(TenantError, match="BYPASSRLS.*owns"):
        refuse_weak_wall()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("take_away", "put_back"),
    [
        ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
        ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
    ],
)
def test_a_table_without_its_policy_stops_the_start(take_away, put_back):
    def alter(what):
        with roles.as_owner(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE organizations_person {what}")

    alter(take_away)
    try:
        with pytest.raises(TenantError, match="organizations_person has no forced policy"):
            refuse_weak_wall()
    finally:
        alter(put_back)
    refuse_weak_wall()
