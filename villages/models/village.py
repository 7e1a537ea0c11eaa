"""A village's line in the register: what hardly changes from year to year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned
from villages.querysets.villages import VillageQuerySet


class Village(CountyOwned):
    """Register facts of a unit of kind village; name, code, township and history are the unit's own.

    A village unit without this row is one of which nothing is known yet: pages read units and join this row if it is
    there. Written by `services.villages`.
    """

    class Organization(models.TextChoices):
        BRANCH = "branch", _("党支部")
        GENERAL_BRANCH = "general_branch", _("党总支")
        COMMITTEE = "committee", _("党委")

    class Priority(models.TextChoices):
        NONE = "", pgettext_lazy("priority village", "无")
        KEY = "key", _("乡村振兴重点帮扶村")
        RELOCATION = "relocation", _("易地搬迁安置村（社区）")
        MONITORED = "monitored", _("防返贫监测重点村")
        DEMONSTRATION = "demonstration", _("示范村")

    unit = CountyForeignKey("organizations.Unit", related_name="village_rows", verbose_name=_("村"))
    organization = models.CharField(_("党组织类型"), max_length=20, choices=Organization, default=Organization.BRANCH)
    organization_name = models.CharField(_("党组织名称"), max_length=80, blank=True)
    was_poor = models.BooleanField(_("脱贫村"), default=False)
    priority = models.CharField(_("重点类别"), max_length=20, choices=Priority, default=Priority.NONE, blank=True)
    weak_organization = models.BooleanField(_("软弱涣散党组织"), default=False)
    must_have_first_secretary = models.BooleanField(
        _("应派第一书记"), null=True, blank=True, help_text=_("不选时按规则（脱贫村、重点村、软弱涣散村等）判断。")
    )
    note = models.CharField(_("备注"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(VillageQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = pgettext_lazy("register", "村")
        verbose_name_plural = pgettext_lazy("register", "村")
        default_permissions = ()
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["county", "unit"], name="village_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="village_county_public_id"),
            *county_rules("village", "unit"),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def slice_path(self) -> str:
        return self.unit.path
