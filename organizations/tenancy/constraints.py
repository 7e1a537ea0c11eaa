"""Composite keys and row policies as model constraints, so that `makemigrations` writes them and a test reads them."""

from django.db.models import UniqueConstraint
from django.db.models.constraints import BaseConstraint

APP_ROLE = "campaign_app"
DISPATCH_ROLE = "campaign_dispatch"


class DatabaseRule(BaseConstraint):
    """A constraint that lives in the database alone; the SQL waits until every table of the migration exists."""

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self._create(model, schema_editor.quote_name))
        return

    def create_sql(self, model, schema_editor):
        return self.constraint_sql(model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        return None

    def __eq__(self, other):
        return type(other) is type(self) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash(self.name)

    def _create(self, model, quote):
        raise NotImplementedError("A database rule says its own SQL.")


class SameCounty(DatabaseRule):
    """`(county_id, x_id)` refers to `(county_id, id)`: a row cannot point into another county, whoever writes it.

    Also makes the index that the key needs. Checked at each statement, so that the error names the guilty one.
    """

    def __init__(self, *, field, name, **kwargs):
        self.field = field
        super().__init__(name=name, **kwargs)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def _create(self, model, quote):
        field = model._meta.get_field(self.field)
        table, column = quote(model._meta.db_table), quote(field.column)
        target = quote(field.related_model._meta.db_table)
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {quote(self.name)} FOREIGN KEY (county_id, {column}) "
            f"REFERENCES {target} (county_id, id) DEFERRABLE INITIALLY IMMEDIATE; "
            f"CREATE INDEX {quote(self.name + '_ix')} ON {table} (county_id, {column})"
        )

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        return (
            f"ALTER TABLE {table} DROP CONSTRAINT {quote(self.name)}; DROP INDEX IF EXISTS {quote(self.name + '_ix')}"
        )


class CountyPolicy(DatabaseRule):
    """Row-level security of a tenant table: the app's role sees and writes the open county's rows only.

    `rights` are what the app's role may do; fewer than all four make a table append-only or read-only for it.
    """

    def __init__(self, *, name, rights="SELECT, INSERT, UPDATE, DELETE", **kwargs):
        self.rights = rights
        super().__init__(name=name, **kwargs)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "rights": self.rights}

    def _create(self, model, quote):
        table = quote(model._meta.db_table)
        # The SELECT around the function lets PostgreSQL call it once for each statement, not once for each row.
        mine = "county_id = (SELECT app_sec.county_id())"
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY {quote(self.name)} ON {table} TO {APP_ROLE} USING ({mine}) WITH CHECK ({mine}); "
            f"REVOKE ALL ON {table} FROM {APP_ROLE}; GRANT {self.rights} ON {table} TO {APP_ROLE}"
        )

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        return f"DROP POLICY {quote(self.name)} ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


class DispatchPolicy(DatabaseRule):
    """The dispatcher's narrow door: every county's rows of this one table, and only the columns it must touch."""

    def __init__(self, *, name, readable, writable, **kwargs):
        self.readable, self.writable = tuple(readable), tuple(writable)
        super().__init__(name=name, **kwargs)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "readable": self.readable, "writable": self.writable}

    def _create(self, model, quote):
        table = quote(model._meta.db_table)
        return (
            f"CREATE POLICY {quote(self.name)} ON {table} TO {DISPATCH_ROLE} USING (true) WITH CHECK (true); "
            f"GRANT SELECT ({', '.join(self.readable)}), UPDATE ({', '.join(self.writable)}) ON {table} TO {DISPATCH_ROLE}"
        )

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        return f"DROP POLICY {quote(self.name)} ON {quote(model._meta.db_table)}"


def county_rules(table, *keys, rights="SELECT, INSERT, UPDATE, DELETE"):
    """The rules each tenant table must have; `table` is a short prefix, `keys` its foreign keys inside the county."""
    return [
        UniqueConstraint(fields=["county", "id"], name=f"{table}_county_id"),
        CountyPolicy(name=f"{table}_county", rights=rights),
        *[SameCounty(field=key, name=f"{table}_{key}_same_county") for key in keys],
    ]
