"""四个一: the fixed helpers of a village. First secretary and adviser are postings; leaders and the unit stand here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.slices import SlicedQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class SupporterQuerySet(SlicedQuerySet):
    action = "cadres.view_posting"


class Supporter(CountyOwned):
    """Who holds a village as county leader, township leader or supporting unit, for a span of days. Written by
    `services.supporters`."""

    class Kind(models.TextChoices):
        COUNTY_LEADER = "county_leader", _("县级领导联系")
        TOWNSHIP_LEADER = "township_leader", _("乡镇领导包村")
        UNIT = "unit", _("县直单位帮扶")

    unit = CountyForeignKey("organizations.Unit", related_name="supporters", verbose_name=_("村"))
    kind = models.CharField(_("种类"), max_length=16, choices=Kind)
    person = CountyForeignKey("organizations.Person", null=True, blank=True, related_name="+", verbose_name=_("人员"))
    helping_unit = CountyForeignKey(
        "organizations.Unit", null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    starts_on = models.DateField(_("自"))
    ended_on = models.DateField(_("至"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(SupporterQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("包联")
        verbose_name_plural = _("包联")
        default_permissions = ()
        ordering = ["unit", "kind", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="supporter_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "unit", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="supporter_one_at_a_time",
                violation_error_message=_("这个村已登记了同类包联，请先登记结束。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="unit", helping_unit__isnull=False)
                | (~models.Q(kind="unit") & models.Q(person__isnull=False)),
                name="supporter_is_somebody",
            ),
            *county_rules("supporter", "unit", "person", "helping_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
