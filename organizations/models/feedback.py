"""The box for opinions: what somebody says about the system or the burden, and the answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class Feedback(CountyOwned):
    """An opinion with its page, and the county's answer. Everybody reads the own ones; changed by `services.feedback`."""

    account = models.ForeignKey(
        "organizations.Account",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("账号"),
    )
    unit = CountyForeignKey("organizations.Unit", null=True, related_name="+", verbose_name=_("单位"))
    text = models.TextField(_("意见"), max_length=1000)
    page = models.CharField(_("页面"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("答复人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("意见建议")
        verbose_name_plural = _("意见建议")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="feedback_county_public_id"),
            *county_rules("feedback", "account", "unit", "answered_by"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
