"""What is counted once a year in a village."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.slices import SlicedQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class VillageYearQuerySet(SlicedQuerySet):
    action = "villages.view_village"


class VillageYear(CountyOwned):
    """Facts of one village and year. An empty field was not reported; it is never 0. Written by `services.years`."""

    unit = CountyForeignKey("organizations.Unit", related_name="years", verbose_name=_("村"))
    year = models.PositiveSmallIntegerField(_("年度"))
    households = models.PositiveIntegerField(_("户数"), null=True, blank=True)
    residents = models.PositiveIntegerField(_("人口"), null=True, blank=True)
    party_members = models.PositiveIntegerField(_("党员数"), null=True, blank=True)
    party_groups = models.PositiveIntegerField(_("党小组数"), null=True, blank=True)
    village_groups = models.PositiveIntegerField(_("村民小组数"), null=True, blank=True)
    once_poor_households = models.PositiveIntegerField(_("脱贫户数"), null=True, blank=True)
    monitored_households = models.PositiveIntegerField(_("监测户数"), null=True, blank=True)
    farmland = models.DecimalField(_("耕地（亩）"), max_digits=12, decimal_places=2, null=True, blank=True)
    income_per_head = models.DecimalField(
        _("人均可支配收入（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(VillageYearQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("村年度情况")
        verbose_name_plural = _("村年度情况")
        default_permissions = ()
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["county", "unit", "year"], name="villageyear_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="villageyear_county_public_id"),
            models.CheckConstraint(condition=models.Q(year__gte=1990, year__lte=2100), name="villageyear_year"),
            *county_rules("villageyear", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
