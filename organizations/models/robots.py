"""Group robots: a signed webhook of WeCom, DingTalk or Feishu into which the county's reminders are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.sealed import SealedField
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.models import CountyOwned


class Robot(CountyOwned):
    """One group robot. Address and secret are sealed: who has them can write into the group. Changed by `services.robots`."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")
        FEISHU = "feishu", _("飞书")

    kind = models.CharField(_("平台"), max_length=10, choices=Kind)
    name = models.CharField(_("群名称"), max_length=60)
    address = SealedField(_("机器人地址"))
    secret = SealedField(_("加签密钥"), blank=True)
    active = models.BooleanField(_("启用"), default=True)
    last_sent_at = models.DateTimeField(_("最近发送"), null=True)
    last_error = models.CharField(_("最近错误"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="robot_county_name"),
            models.UniqueConstraint(fields=["county", "public_id"], name="robot_county_public_id"),
            *county_rules("robot"),
        ]

    def __str__(self) -> str:
        return self.name
