"""The audit trail: append-only, chained by hash, written by a function of the database alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.models import CountyOwned


class AuditEntry(CountyOwned):
    """One act: who, what, before and after, and how it ended. Written by `services.audit.record`.

    The app's role can read it and nothing else; `app_sec.append_audit` numbers, hashes and inserts. No foreign keys:
    history neither blocks a deletion nor vanishes with it.
    """

    class Result(models.TextChoices):
        OK = "ok", _("完成")
        DENIED = "denied", _("被拒绝")
        FAILED = "failed", _("出错")

    seq = models.BigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    account_id = models.BigIntegerField(_("账号编号"), null=True)
    actor = models.CharField(_("操作人"), max_length=120)
    role = models.CharField(_("角色"), max_length=20, blank=True)
    unit_label = models.CharField(_("单位"), max_length=80, blank=True)
    action = models.CharField(_("操作"), max_length=60)
    target_type = models.CharField(_("对象类别"), max_length=60, blank=True)
    target_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    target_label = models.CharField(_("对象"), max_length=200, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result)
    payload = models.TextField(_("记录原文"))
    previous_hash = models.CharField(_("上一条散列"), max_length=64)
    hash = models.CharField(_("散列"), max_length=64)

    class Meta(CountyOwned.Meta):
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        default_permissions = ()
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["county", "seq"], name="audit_county_seq"),
            *county_rules("audit", rights="SELECT"),
        ]
        indexes = [
            models.Index(fields=["county", "target_id", "seq"], name="audit_target"),
            models.Index(fields=["county", "account_id", "seq"], name="audit_account"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"
