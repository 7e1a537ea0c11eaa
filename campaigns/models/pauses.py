"""When a campaign stood still."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class CampaignPause(CountyOwned):
    """Days on which nothing of a campaign falls due; open while `ends_on` is empty. Changed by `services.lifecycle`."""

    campaign = CountyForeignKey("campaigns.Campaign", related_name="pauses", verbose_name=_("活动"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta(CountyOwned.Meta):
        verbose_name = _("暂停")
        verbose_name_plural = _("暂停")
        default_permissions = ()
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "campaign"], condition=models.Q(ends_on__isnull=True), name="campaignpause_one_open"
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="campaignpause_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaignpause_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            *county_rules("campaignpause", "campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"
