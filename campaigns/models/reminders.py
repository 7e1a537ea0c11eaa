"""Who was reminded of what: the daily digest, and urging by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.querysets.reminders import UrgeQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Reminder(CountyOwned):
    """The digest of one unit and day: at most one, whatever falls due and however often the clock strikes."""

    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    day = models.DateField(_("日期"))
    duties = models.PositiveIntegerField(_("事项数"))
    late = models.PositiveIntegerField(_("逾期数"), default=0)
    notice = CountyForeignKey("organizations.Notice", null=True, related_name="+", verbose_name=_("通知"))
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        default_permissions = ()
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "unit", "day"], name="reminder_once"),
            *county_rules("reminder", "unit", "notice"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class Urge(CountyOwned):
    """Urging (催办) of a unit about a campaign's overdue items, by a person; the unit may answer."""

    campaign = CountyForeignKey("campaigns.Campaign", related_name="urges", verbose_name=_("活动"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    day = models.DateField(_("日期"))
    text = models.CharField(_("催办内容"), max_length=300)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("催办人"))
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("答复人"))

    objects = CountyManager.from_queryset(UrgeQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("催办")
        verbose_name_plural = _("催办")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "campaign", "unit", "day"], name="urge_once_a_day"),
            models.UniqueConstraint(fields=["county", "public_id"], name="urge_county_public_id"),
            *county_rules("urge", "campaign", "unit", "made_by", "answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
