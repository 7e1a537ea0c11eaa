"""The county column and foreign keys inside a county."""

from django.db import models

from organizations.tenancy.context import TenantError, current_county_id


class CountyField(models.ForeignKey):
    """The tenant of a row: filled from the open county, and refused when it names another one.

    Working in `pre_save` covers save, create and bulk_create alike.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("to", "organizations.County")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("db_index", False)  # every index of a tenant table leads with the county already
        kwargs.setdefault("verbose_name", "县（市、区）")
        super().__init__(**kwargs)

    def pre_save(self, model_instance, add):
        county_id = current_county_id()
        present = getattr(model_instance, self.attname)
        if present is None:
            setattr(model_instance, self.attname, county_id)
        elif present != county_id:
            raise TenantError(f"{model_instance._meta.label} belongs to another county than the open one.")
        return county_id


class CountyForeignKey(models.ForeignKey):
    """A foreign key to a row of the same county. The database key is composite: see SameCounty."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs.setdefault("db_constraint", False)
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def pre_save(self, model_instance, add):
        related = model_instance.__dict__.get("_state").fields_cache.get(self.name)
        if related is not None and getattr(related, "county_id", None) not in (None, current_county_id()):
            raise TenantError(f"{model_instance._meta.label}.{self.name} points into another county.")
        return super().pre_save(model_instance, add)


class CountyOneToOne(models.OneToOneField):
    """One-to-one inside a county; unique together with the county by its own constraint."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs.setdefault("db_constraint", False)
        super().__init__(to, on_delete, **kwargs)
