"""Published versions: what was said to the carriers, frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class CampaignVersion(CountyOwned):
    """The campaign's plan as published or amended: a snapshot that the app's role can add but never change."""

    campaign = CountyForeignKey("campaigns.Campaign", related_name="versions", verbose_name=_("活动"))
    number = models.PositiveIntegerField(_("版次"))
    reason = models.CharField(_("变更理由"), max_length=300, blank=True)
    valid_from = models.DateField(_("生效日期"), null=True)
    document_number = models.CharField(_("变更文号"), max_length=60, blank=True)
    changes = models.JSONField(_("变更内容"), default=list)
    snapshot = models.JSONField(_("内容"))
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("经办人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("活动版本")
        verbose_name_plural = _("活动版本")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "campaign", "number"], name="campaignversion_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="campaignversion_county_public_id"),
            *county_rules("campaignversion", "campaign", "made_by", rights="SELECT, INSERT"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.number}"
