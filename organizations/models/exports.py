"""Long exports: asked for on a page, written by the worker, fetched by who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.exports import ExportJobQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class ExportJob(CountyOwned):
    """A table on its way out. `kind` names an export in settings.EXPORT_KINDS; it is made with the rights of the
    membership that asked, as they are when the worker comes to it. Moved on by `services.exports`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("正在生成")
        DONE = "done", _("可以下载")
        FAILED = "failed", _("没有生成")

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"

    kind = models.CharField(_("名单"), max_length=40)
    form = models.CharField(_("格式"), max_length=4, choices=Form, default=Form.XLSX)
    filters = models.JSONField(_("筛选"), default=dict)
    words = models.CharField(_("筛选的内容"), max_length=300, blank=True)
    account = models.ForeignKey(
        "organizations.Account", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+",
        verbose_name=_("账号"),
    )  # fmt: skip
    membership = CountyForeignKey("organizations.Membership", related_name="+", verbose_name=_("以何种角色"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    file_name = models.CharField(_("文件名"), max_length=160)
    stored_name = models.CharField(_("存储名"), max_length=80, blank=True)
    size = models.PositiveIntegerField(_("大小"), default=0)
    problem = models.CharField(_("没有生成的原因"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("申请时间"))
    done_at = models.DateTimeField(_("生成时间"), null=True)
    expires_at = models.DateTimeField(_("保留到"))

    objects = CountyManager.from_queryset(ExportJobQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="exportjob_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "account"], condition=models.Q(state="waiting"), name="exportjob_one_at_a_time"
            ),
            *county_rules("exportjob", "account", "membership"),
        ]

    def __str__(self) -> str:
        return self.file_name
