"""What was told to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class Notice(CountyOwned):
    """Something to tell to units. Written by `services.notices`; the worker turns it into one Message an account."""

    subject = models.CharField(_("标题"), max_length=80)
    body = models.TextField(_("内容"), max_length=1000)
    link = models.CharField(_("链接"), max_length=200, blank=True)
    sender = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("发送人"))
    sender_unit = CountyForeignKey("organizations.Unit", null=True, related_name="+", verbose_name=_("发送单位"))
    roles = models.JSONField(_("收件角色"), default=list)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="notice_county_public_id"),
            *county_rules("notice", "sender", "sender_unit"),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeUnit(CountyOwned):
    """A unit that a notice goes to, fixed when the notice was written."""

    notice = CountyForeignKey(Notice, on_delete=models.CASCADE, related_name="units", verbose_name=_("通知"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("收件单位")
        verbose_name_plural = _("收件单位")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "notice", "unit"], name="noticeunit_once"),
            *county_rules("noticeunit", "notice", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.unit_id}"


class Message(CountyOwned):
    """A notice in one account's inbox. Unique, so that a job done twice tells nobody twice."""

    notice = CountyForeignKey(Notice, related_name="messages", verbose_name=_("通知"))
    account = models.ForeignKey(
        "organizations.Account",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("账号"),
    )
    created_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "notice", "account"], name="message_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="message_county_public_id"),
            *county_rules("message", "notice", "account"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.account_id}"
