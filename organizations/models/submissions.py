"""One-time keys of forms: the second press of a button gets the first answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.models import CountyOwned


class Submission(CountyOwned):
    """A form that was accepted, with the address it led to. See `services.submissions`."""

    key = models.UUIDField(_("一次性键"))
    account_id = models.BigIntegerField(_("账号"))
    location = models.CharField(_("去向"), max_length=300)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("提交记录")
        verbose_name_plural = _("提交记录")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "account_id", "key"], name="submission_once"),
            *county_rules("submission"),
        ]

    def __str__(self) -> str:
        return str(self.key)
