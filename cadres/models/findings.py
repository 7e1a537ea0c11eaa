"""What a spot check found of somebody who should have been in the village."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.querysets.sent import SentQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class FindingQuerySet(SentQuerySet):
    def that_hold(self):
        """Those that count: not taken back after an objection."""
        return self.exclude(state="dropped")


class Finding(CountyOwned):
    """Written by `services.findings`. What follows from it is the county's rule, counted by year and person."""

    class Kind(models.TextChoices):
        ABSENT = "absent", _("无故不在岗")
        UNREPORTED_LEAVE = "unreported_leave", _("未经批准离岗")
        NOT_RESIDENT = "not_resident", _("走读式帮扶")

    class State(models.TextChoices):
        FOUND = "found", _("已登记")
        OBJECTED = "objected", _("有异议，待核")
        UPHELD = "upheld", _("异议不成立")
        DROPPED = "dropped", _("异议成立，撤销")

    posting = CountyForeignKey("cadres.Posting", related_name="findings", verbose_name=_("派驻"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("村"))
    found_on = models.DateField(_("检查日期"))
    kind = models.CharField(_("情形"), max_length=20, choices=Kind)
    words = models.CharField(_("情况"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.FOUND)
    found_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    objection = models.CharField(_("异议"), max_length=300, blank=True)
    objected_at = models.DateTimeField(_("异议时间"), null=True)
    objected_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("异议人"))
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("答复人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(FindingQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("抽查发现")
        verbose_name_plural = _("抽查发现")
        default_permissions = ()
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="finding_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "posting", "found_on"],
                name="finding_once_a_day",
                violation_error_message=_("这个人这一天已登记过抽查发现。"),
            ),
            *county_rules("finding", "posting", "unit", "found_by", "objected_by", "answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.found_on}"

    @property
    def slice_path(self) -> str:
        return self.unit.path

    @property
    def account_id(self) -> int | None:
        """Whose own it is: the person posted, who may object."""
        return self.posting.person.account_id
