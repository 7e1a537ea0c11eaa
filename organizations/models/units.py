"""The unit tree of a county, its history, and named groups of units."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.units import UnitGroupQuerySet, UnitQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class UnitKind(models.TextChoices):
    COUNTY = "county", _("县（市、区）")
    COUNTY_OFFICE = "county_office", _("县委组织部")
    DEPARTMENT = "department", _("县直单位")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")
    OTHER = "other", _("其他单位")


class Unit(CountyOwned):
    """A node of the county's one tree; a village is a node too, so that roles, carriers and slices point down.

    Changed by `services.units`. A unit never disappears: it is renamed, moved, merged into another one or closed, and
    UnitEvent keeps what it was before.
    """

    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind)
    code = models.CharField(
        _("代码"), max_length=20, help_text=_("乡镇、村用 12 位统计区划代码，其他单位用本县自编代码。")
    )
    name = models.CharField(_("全称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name=_("别名"), default=list, blank=True)
    search_keys = models.CharField(_("检索键"), max_length=600, blank=True, editable=False)
    parent = CountyForeignKey("self", null=True, blank=True, related_name="children", verbose_name=_("上级单位"))
    path = models.CharField(_("路径"), max_length=120, editable=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    merged_into = CountyForeignKey(
        "self", null=True, blank=True, related_name="merged_from", verbose_name=_("并入单位")
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(UnitQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        default_permissions = ()
        permissions = [("edit_unit", _("维护单位")), ("view_people", _("查看人员"))]
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "code"],
                name="unit_county_code",
                violation_error_message=_("本县已有这个代码的单位。"),
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="unit_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_valid_span",
                violation_error_message=_("停用日期早于启用日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(valid_to__isnull=False),
                name="unit_merged_is_closed",
            ),
            *county_rules("unit", "parent", "merged_into"),
        ]
        indexes = [
            models.Index(
                fields=["county", "path"], name="unit_county_path", opclasses=["int8_ops", "varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def slice_path(self) -> str:
        return self.path

    @property
    def depth(self) -> int:
        """0 for the county itself, 1 for its offices and townships, 2 for villages."""
        return self.path.count("/") - 1


class UnitEvent(CountyOwned):
    """What happened to a unit on a day: the history that a merged or renamed unit keeps."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("设立")
        RENAMED = "renamed", _("更名")
        MOVED = "moved", _("调整隶属")
        RECODED = "recoded", _("换码")
        EDITED = "edited", _("修改")
        MERGED = "merged", _("并入其他单位")
        ABSORBED = "absorbed", _("并入了其他单位的职责")
        CLOSED = "closed", _("撤销")

    unit = CountyForeignKey(Unit, on_delete=models.CASCADE, related_name="events", verbose_name=_("单位"))
    kind = models.CharField(_("事项"), max_length=20, choices=Kind)
    on = models.DateField(_("日期"))
    before = models.JSONField(_("变化前"), default=dict)
    after = models.JSONField(_("变化后"), default=dict)
    paper = models.CharField(_("依据文件"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("单位沿革")
        verbose_name_plural = _("单位沿革")
        default_permissions = ()
        ordering = ["-on", "-id"]
        constraints = [*county_rules("unitevent", "unit", rights="SELECT, INSERT")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.on}"


class UnitGroup(CountyOwned):
    """A name that stands for several units in a plan (各乡镇党委). Opens into units at a date: see `services.unit_groups`.

    With `rule_kind` it holds all units of that kind; else it holds its listed members.
    """

    name = models.CharField(_("名称"), max_length=60)
    aliases = ArrayField(models.CharField(max_length=60), verbose_name=_("别名"), default=list, blank=True)
    rule_kind = models.CharField(_("按类别"), max_length=20, choices=UnitKind, blank=True)
    rule_under = CountyForeignKey(Unit, null=True, blank=True, related_name="+", verbose_name=_("只取其下级"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(UnitGroupQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("单位组")
        verbose_name_plural = _("单位组")
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"], name="unitgroup_county_name", violation_error_message=_("已有同名的单位组。")
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="unitgroup_county_public_id"),
            *county_rules("unitgroup", "rule_under"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitGroupMember(CountyOwned):
    """A listed unit of a group, for a span of days."""

    group = CountyForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="listed", verbose_name=_("单位组"))
    unit = CountyForeignKey(Unit, related_name="+", verbose_name=_("单位"))
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("单位组成员")
        verbose_name_plural = _("单位组成员")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "group", "unit", "valid_from"], name="unitgroupmember_once"),
            *county_rules("unitgroupmember", "group", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.unit_id}"
