"""Imports from Excel: the file, its rows between upload and writing, and what the county's headings mean."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.imports import ImportBatchQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class ImportBatch(CountyOwned):
    """One uploaded table of one register, from upload to written or taken back. Moved on by `services.imports`.

    `kind` names a register in settings.IMPORT_KINDS. The file is kept sealed beside the evidence.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("待对应列名")
        CHECKING = "checking", _("正在核对")
        CHECKED = "checked", _("已核对，未导入")
        WRITTEN = "written", _("已导入")
        UNDONE = "undone", _("已撤销")
        FAILED = "failed", _("未能核对")

    kind = models.CharField(_("登记表"), max_length=40)
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("导入单位"))
    uploaded_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("上传人"))
    file_name = models.CharField(_("文件名"), max_length=160)
    stored_name = models.CharField(_("存储名"), max_length=80)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.UPLOADED)
    layout = models.JSONField(_("表的结构"), default=dict)
    choice = models.JSONField(_("选定的工作表和列"), default=dict)
    counts = models.JSONField(_("各类行数"), default=dict)
    warnings = models.JSONField(_("提醒"), default=list)
    problem = models.CharField(_("未能核对的原因"), max_length=300, blank=True)
    uploaded_at = models.DateTimeField(_("上传时间"))
    checked_at = models.DateTimeField(_("核对时间"), null=True)
    written_at = models.DateTimeField(_("导入时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    objects = CountyManager.from_queryset(ImportBatchQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        default_permissions = ()
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="importbatch_county_public_id"),
            *county_rules("importbatch", "unit", "uploaded_by"),
        ]
        indexes = [models.Index(fields=["county", "kind", "-uploaded_at"], name="importbatch_by_kind")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def slice_path(self) -> str:
        return self.unit.path


class ImportRow(CountyOwned):
    """A row of an uploaded table as it was checked. `number` is the row the user sees in Excel.

    Sealed columns stand sealed in every one of the JSON fields.
    """

    class State(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("更新")
        SAME = "same", _("没有变化")
        CHECK = "check", _("请核对")
        REFUSED = "refused", _("有错")

    batch = CountyForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("导入批次"))
    number = models.PositiveIntegerField(_("Excel 行"))
    state = models.CharField(_("结果"), max_length=10, choices=State)
    label = models.CharField(_("名称"), max_length=200, blank=True)
    raw = models.JSONField(_("原文"), default=dict)
    values = models.JSONField(_("取值"), default=dict)
    messages = models.JSONField(_("提示"), default=dict)
    changes = models.JSONField(_("原来的值"), default=dict)
    target = models.UUIDField(_("对应的记录"), null=True)
    version_before = models.PositiveIntegerField(_("核对时的版本"), null=True)
    version_after = models.PositiveIntegerField(_("导入后的版本"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "batch", "number"], name="importrow_once"),
            *county_rules("importrow", "batch"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class ImportMapping(CountyOwned):
    """What a heading of this county's own tables means in a register; an empty column: it is left out."""

    kind = models.CharField(_("登记表"), max_length=40)
    heading = models.CharField(_("表头"), max_length=200)
    column = models.CharField(_("对应的列"), max_length=40, blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("列名对应")
        verbose_name_plural = _("列名对应")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "heading"], name="importmapping_once"),
            *county_rules("importmapping"),
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"
