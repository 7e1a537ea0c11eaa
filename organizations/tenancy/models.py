"""The base of every table that belongs to a county."""

import uuid

from django.db import models
from django.db.models.expressions import Value

from organizations.tenancy.context import TenantError, current_county_id
from organizations.tenancy.fields import CountyField


class OpenCounty(Value):
    """The open county's id, looked up when the SQL is written: a queryset made outside `tenant()` may wait, but any
    use of it there is refused (exists, count, update, delete, explain, subqueries: all pass through here)."""

    def __init__(self):
        super().__init__(None, output_field=models.BigIntegerField())

    def as_sql(self, compiler, connection):
        return "%s", [current_county_id()]


class CountyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        if "county" in kwargs or "county_id" in kwargs:
            raise TenantError("A row never moves to another county.")
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]  # Django reads it from the function

    def bulk_create(self, objs, *args, **kwargs):
        current_county_id()  # refused also for an empty list, so that a missing context shows in tests
        return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]  # Django reads it from the function


class CountyManager(models.Manager.from_queryset(CountyQuerySet)):  # type: ignore[misc]  # dynamic base
    """Shows the open county's rows, and none without an open county. The explicit condition keeps the indexes in use."""

    use_in_migrations = False

    def get_queryset(self):
        return super().get_queryset().filter(county_id=OpenCounty())


class CountyOwned(models.Model):
    """A row of one county. `public_id` stands in URLs; the serial key never leaves the server."""

    county = CountyField()
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = CountyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
