"""Exceptions to the role table: this account may do this on that one object. Guardian's direct-key tables."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyField
from organizations.tenancy.models import CountyQuerySet, OpenCounty


class OpenCountyDefault(Func):
    """The open county as the database sees it; guardian inserts rows without asking us."""

    function = "app_sec.county_id"
    template = "%(function)s()"
    output_field = models.BigIntegerField()


class GrantCountyField(CountyField):
    def __init__(self, **kwargs):
        kwargs.setdefault("db_default", OpenCountyDefault())
        super().__init__(**kwargs)

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, None)  # the database default is no value to compare with
        return super().pre_save(model_instance, add)


class GrantManager(UserObjectPermissionManager.from_queryset(CountyQuerySet)):  # type: ignore[misc]  # dynamic base
    """Guardian's manager behind the county wall."""

    def get_queryset(self):
        return super().get_queryset().filter(county_id=OpenCounty())


class ObjectGrant(UserObjectPermissionBase):
    """The base of all grants. Given and taken by `services.grants`, with a reason and, if wanted, a last day."""

    county = GrantCountyField()
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    given_at = models.DateTimeField(_("授权时间"), auto_now_add=True)

    # The one object; each kind names its table.
    content_object: models.ForeignKey
    # Conditions on objects that an exception can still be given on: what has ended needs none.
    STILL_GOING: ClassVar[dict[str, Any]] = {"valid_to__isnull": True}

    objects = GrantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


class UnitGrant(ObjectGrant):
    """An account may do something on one unit that its role does not give."""

    content_object = models.ForeignKey(
        "organizations.Unit", on_delete=models.CASCADE, db_constraint=False, verbose_name=_("单位")
    )

    class Meta(ObjectGrant.Meta):
        verbose_name = _("单位例外授权")
        verbose_name_plural = _("单位例外授权")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "user", "permission", "content_object"], name="unitgrant_once"),
            *county_rules("unitgrant", "user", "content_object"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.permission_id} {self.content_object_id}"


class WorkingGroupGrant(ObjectGrant):
    """An account may maintain one working group."""

    content_object = models.ForeignKey(
        "organizations.WorkingGroup", on_delete=models.CASCADE, db_constraint=False, verbose_name=_("工作机构")
    )

    class Meta(ObjectGrant.Meta):
        verbose_name = _("工作机构例外授权")
        verbose_name_plural = _("工作机构例外授权")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["county", "user", "permission", "content_object"], name="workinggroupgrant_once"
            ),
            *county_rules("workinggroupgrant", "user", "content_object"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.permission_id} {self.content_object_id}"
