"""What the county decides: rules with a date from which they hold, and its working-day calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.models import CountyOwned


class RuleSetting(CountyOwned):
    """The county's value of a rule from a day on. Which rules there are, with default and source: `organizations.rules`."""

    key = models.CharField(_("规则"), max_length=60)
    value = models.JSONField(_("取值"))
    effective_from = models.DateField(_("生效日期"))
    source = models.CharField(_("依据"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("规则取值")
        verbose_name_plural = _("规则取值")
        default_permissions = ()
        ordering = ["key", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "key", "effective_from"],
                name="rule_once",
                violation_error_message=_("这条规则在同一天已有取值。"),
            ),
            *county_rules("rule"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.effective_from}"


class CalendarDay(CountyOwned):
    """A day on which the county differs from the national calendar, or which the national calendar does not know yet."""

    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("日历调整")
        verbose_name_plural = _("日历调整")
        default_permissions = ()
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "day"], name="calendarday_once", violation_error_message=_("这一天已经登记过。")
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="calendarday_county_public_id"),
            *county_rules("calendarday"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
