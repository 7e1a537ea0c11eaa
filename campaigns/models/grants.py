"""Co-editors: an account may edit one campaign that its role does not give it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.grants import ObjectGrant
from organizations.tenancy.constraints import county_rules


class CampaignGrant(ObjectGrant):
    """An account may edit one campaign, with a reason and, if wanted, a last day."""

    STILL_GOING: ClassVar[dict[str, Any]] = {"state__in": ("draft", "published", "paused")}

    content_object = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.CASCADE, db_constraint=False, verbose_name=_("活动")
    )

    class Meta(ObjectGrant.Meta):
        verbose_name = _("活动例外授权")
        verbose_name_plural = _("活动例外授权")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["county", "user", "permission", "content_object"], name="campaigngrant_once"
            ),
            *county_rules("campaigngrant", "user", "content_object"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.permission_id} {self.content_object_id}"
