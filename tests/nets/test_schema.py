"""Net 3: the database itself keeps the wall. Read from PostgreSQL's catalogue, not from the models' promises."""

import pytest
from django.apps import apps
from django.db import connection

from organizations.tenancy.fields import CountyField

OURS = {"organizations", "villages", "cadres", "campaigns", "assessments"}
# Tables without a policy: read before a county is open, or the frameworks' own. Exactly these.
PLATFORM = {
    "organizations_county", "organizations_account", "organizations_accountsession", "organizations_loginattempt",
    "organizations_passwordhistory", "organizations_account_groups", "organizations_account_user_permissions",
    "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations",
    "guardian_groupobjectpermission", "guardian_userobjectpermission",
}  # fmt: skip


def rows(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return cursor.fetchall()


def tenant_models():
    return [
        model for model in apps.get_models()
        if model._meta.app_label in OURS and any(isinstance(field, CountyField) for field in model._meta.fields)
    ]  # fmt: skip


TENANT = tenant_models()


def test_every_table_is_a_tenant_table_or_on_the_list(db):
    tables = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables - {model._meta.db_table for model in TENANT} == PLATFORM


@pytest.mark.parametrize("model", TENANT, ids=[model.__name__ for model in TENANT])
class TestTenantTable:
    def test_has_the_county_not_null(self, model, db):
        found = rows(
            "SELECT is_nullable FROM information_schema.columns WHERE table_name = %s AND column_name = 'county_id'",
            model._meta.db_table,
        )
        assert found == [("NO",)]

    def test_has_row_level_security_forced_and_one_policy_for_the_app(self, model, db):
        table = model._meta.db_table
        assert rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table) == [
            (True, True)
        ]
        policies = rows(
            "SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND roles = '{campaign_app}'", table
        )
        assert len(policies) == 1
        assert all("app_sec.county_id()" in text for text in policies[0])

    def test_can_be_referred_to_with_its_county(self, model, db):
        found = rows(
            "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u' AND "
            "pg_get_constraintdef(oid) LIKE 'UNIQUE (county_id, id)%%'",
            model._meta.db_table,
        )
        assert found

    def test_its_keys_into_the_county_are_composite(self, model, db):
        for field in model._meta.fields:
            target = field.related_model
            if target is None or isinstance(field, CountyField):
                continue
            has_county = any(f.column == "county_id" for f in target._meta.fields)
            if not has_county:
                continue
            found = rows(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
                model._meta.db_table,
            )
            wanted = f"FOREIGN KEY (county_id, {field.column}) REFERENCES {target._meta.db_table}(county_id, id)"
            assert any(text.startswith(wanted) for (text,) in found), f"{field.name}: add it to county_rules()"

    def test_its_unique_constraints_start_with_the_county(self, model, db):
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            if fields:
                assert fields[0] == "county", constraint.name

    def test_the_app_cannot_truncate_or_own_it(self, model, db):
        table = model._meta.db_table
        assert rows("SELECT has_table_privilege('campaign_app', %s, 'TRUNCATE')", table) == [(False,)]
        assert rows("SELECT tableowner FROM pg_tables WHERE tablename = %s", table) != [("campaign_app",)]


def test_no_view_or_function_looks_past_the_wall(db):
    assert not rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
    definers = rows(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname IN ('public', 'app_sec') AND prosecdef"
    )
    assert definers == [("append_audit",)]


def test_the_dispatcher_sees_the_outbox_and_nothing_else(db):
    readable = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' AND relkind = 'r' "
        "AND (has_table_privilege('campaign_dispatch', c.oid, 'SELECT') OR has_any_column_privilege('campaign_dispatch', c.oid, 'SELECT'))"
    )
    assert readable == [("organizations_outboxjob",)]
    assert rows("SELECT has_column_privilege('campaign_dispatch', 'organizations_outboxjob', 'payload', 'SELECT')") == [
        (False,)
    ]


def test_a_key_into_another_county_is_refused_by_the_database(both):
    from django.db import IntegrityError, transaction

    from organizations.models import Person
    from organizations.tenancy.context import tenant

    a, b = both
    with tenant(a.county.id):
        person = Person.objects.first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(unit_id=b.units.root.pk)


def test_the_app_role_cannot_write_into_another_county_by_sql(both):
    from django.db import transaction
    from django.db.utils import ProgrammingError

    from organizations.tenancy.context import tenant

    a, b = both
    with tenant(a.county.id):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organizations_unit SET name = 'x' WHERE county_id = %s", [b.county.id])
            assert cursor.rowcount == 0
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE organizations_person SET county_id = %s", [b.county.id])
