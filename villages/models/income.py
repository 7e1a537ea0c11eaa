"""Collective income of a village: five lines, by quarter, and the year's accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.slices import SlicedQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned

YEARLY_ACCOUNTS = 0


class IncomeLine(models.TextChoices):
    """Lines of the yearly statistics form 收益分配统计表. The accounting rules since 2024 fold CONTRACT into OPERATING;
    all five stay, and the county chooses which ones count."""

    OPERATING = "operating", _("经营收入")
    CONTRACT = "contract", _("发包及上交收入")
    INVESTMENT = "investment", _("投资收益")
    SUBSIDY = "subsidy", _("补助收入")
    OTHER = "other", _("其他收入")


class IncomeQuerySet(SlicedQuerySet):
    action = "villages.view_village"


class IncomeEntry(CountyOwned):
    """One line of one village for one quarter (the quarter's own amount, never running on), in yuan.

    Quarter 0 is the year's accounts, which are not the sum of the reports and hold instead of them. A line without a row
    was not reported, which is not 0. `one_off` is the part that will not come again. Written by `services.income`.
    """

    unit = CountyForeignKey("organizations.Unit", related_name="income", verbose_name=_("村"))
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    line = models.CharField(_("科目"), max_length=12, choices=IncomeLine)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    one_off = models.DecimalField(_("其中一次性（元）"), max_digits=14, decimal_places=2, default=0)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("填报时间"), auto_now=True)
    entered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("填报人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(IncomeQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("集体经济收入")
        verbose_name_plural = _("集体经济收入")
        default_permissions = ()
        ordering = ["year", "quarter", "unit", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "quarter", "unit", "line"], name="income_once", include=["amount", "one_off"]
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="income_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1990, year__lte=2100, quarter__lte=4), name="income_period"
            ),
            *county_rules("income", "unit", "entered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.quarter} {self.line}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
