"""The start-up guard: no process serves people while the database would not hold the wall for it.

Row-level security binds neither a superuser, nor a role with BYPASSRLS, nor (unless forced) a table's owner. So the web,
the worker and the beat ask who they are before they begin, and look whether every tenant table has its policy.
"""

from django.apps import apps
from django.db import connection

from organizations.tenancy.context import TenantError
from organizations.tenancy.fields import CountyField


def refuse_weak_wall() -> None:
    """Raises TenantError with everything that is wrong, in words for the operator."""
    wrong = [*_role_faults(), *_table_faults()]
    if not connection.in_atomic_block:
        connection.close()  # the server may fork after this, and a connection is not shared over a fork
    if wrong:
        raise TenantError("The wall between counties does not hold here: " + " ".join(wrong))


def _role_faults() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, is_super, bypasses = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = current_user")
        owned = cursor.fetchone()[0]
    faults = []
    if is_super:
        faults.append(f"Role {name} is a superuser.")
    if bypasses:
        faults.append(f"Role {name} has BYPASSRLS.")
    if owned:
        faults.append(f"Role {name} owns {owned} tables.")
    return faults


def _table_faults() -> list[str]:
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(field, CountyField) for field in model._meta.fields)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND c.relrowsecurity AND c.relforcerowsecurity "
            "AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)",
            [tables],
        )
        guarded = {name for (name,) in cursor.fetchall()}
    return [f"Table {table} has no forced policy." for table in tables if table not in guarded]
