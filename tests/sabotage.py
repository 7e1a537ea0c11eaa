"""Ways to take one defence away, named by the environment variable SABOTAGE. Only `tests/deep/test_sabotage.py` sets it."""

import os


def named() -> str:
    return os.environ.get("SABOTAGE", "")


def in_database() -> None:
    """Called by the owner once the test database is migrated."""
    from django.db import connection

    statements = {
        "policy": "ALTER TABLE organizations_person NO FORCE ROW LEVEL SECURITY; ALTER TABLE organizations_person DISABLE ROW LEVEL SECURITY",
        "composite_key": "ALTER TABLE organizations_person DROP CONSTRAINT person_unit_same_county",
    }
    if named() in statements:
        with connection.cursor() as cursor:
            cursor.execute(statements[named()])


def in_code() -> None:
    if named() == "manager":
        # The database's policy would still hide the rows: both walls are down, so that the walk itself is tested.
        from django.db import connection, models

        from organizations.tenancy.models import CountyManager

        CountyManager.get_queryset = lambda self: models.Manager.get_queryset(self)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_policies WHERE policyname NOT LIKE '%dispatch'")
            for (table,) in cursor.fetchall():
                cursor.execute(
                    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
                )
    if named() == "role_check":
        from organizations.permissions import RoleBackend

        RoleBackend.has_perm = lambda self, user_obj, perm, obj=None: True
    if named() == "canary_check":
        from tests.nets import walking

        walking.MARKS = ()
        walking.CANARY = walking.CANARY_ASCII = "nothing like it"
