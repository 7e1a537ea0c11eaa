"""When and how much: dates, cadences and indicators of a task."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class TaskDate(CountyOwned):
    """A due day, window, milestone or open end of a task, with the plan's words. `assumed` is shown as 默认."""

    class Kind(models.TextChoices):
        DUE = "due", _("完成时限")
        WINDOW = "window", _("时间段")
        MILESTONE = "milestone", _("节点")
        OPEN = "open", _("长期")

    task = CountyForeignKey("campaigns.Task", on_delete=models.CASCADE, related_name="dates", verbose_name=_("任务"))
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    words = models.CharField(_("方案写法"), max_length=120, blank=True)
    what = models.CharField(_("节点内容"), max_length=120, blank=True)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("截止日期"), null=True, blank=True)
    assumed = models.BooleanField(_("默认"), default=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    span_start = models.PositiveIntegerField(_("起点"), null=True)
    span_end = models.PositiveIntegerField(_("终点"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("任务时限")
        verbose_name_plural = _("任务时限")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="taskdate_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="taskdate_span",
                violation_error_message=_("截止日期早于开始日期。"),
            ),
            *county_rules("taskdate", "task"),
        ]

    def __str__(self) -> str:
        return self.words or str(self.ends_on or "")


class Cadence(CountyOwned):
    """A recurring duty of a task. 定期 and 适时 get a proposed cadence, marked as assumed."""

    class Every(models.TextChoices):
        DAY = "day", _("每天")
        WEEK = "week", _("每周")
        MONTH = "month", _("每月")
        QUARTER = "quarter", _("每季度")
        HALF_YEAR = "half_year", _("每半年")
        YEAR = "year", _("每年")

    task = CountyForeignKey("campaigns.Task", on_delete=models.CASCADE, related_name="cadences", verbose_name=_("任务"))
    every = models.CharField(_("频次"), max_length=10, choices=Every)
    times = models.PositiveSmallIntegerField(_("次数"), default=1)
    day = models.CharField(_("哪一天"), max_length=40, blank=True)
    words = models.CharField(_("方案写法"), max_length=120, blank=True)
    assumed = models.BooleanField(_("默认"), default=False)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta(CountyOwned.Meta):
        verbose_name = _("频次")
        verbose_name_plural = _("频次")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="cadence_county_public_id"),
            *county_rules("cadence", "task"),
        ]

    def __str__(self) -> str:
        return self.words or self.get_every_display()


class Indicator(CountyOwned):
    """A number a task must reach. An empty value is one the plan left open (X%); it is never 0."""

    class Level(models.TextChoices):
        COUNTY = "county", _("全县")
        TOWNSHIP = "township", _("每个乡镇")
        VILLAGE = "village", _("每个村")

    class Comparator(models.TextChoices):
        AT_LEAST = ">=", _("不少于")
        AT_MOST = "<=", _("不超过")
        EXACTLY = "=", _("达到")

    class Aggregation(models.TextChoices):
        SUM = "sum", _("合计")
        AVERAGE = "average", _("平均")
        LATEST = "latest", _("最新值")
        SHARE = "share", _("占比")

    task = CountyForeignKey(
        "campaigns.Task", on_delete=models.CASCADE, related_name="indicators", verbose_name=_("任务")
    )
    name = models.CharField(_("指标"), max_length=200)
    level = models.CharField(_("层级"), max_length=10, choices=Level, default=Level.TOWNSHIP)
    comparator = models.CharField(_("要求"), max_length=2, choices=Comparator, default=Comparator.AT_LEAST)
    value = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit_word = models.CharField(_("单位"), max_length=20, blank=True)
    aggregation = models.CharField(_("汇总办法"), max_length=10, choices=Aggregation, default=Aggregation.SUM)
    cumulative = models.BooleanField(_("累计数"), default=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    words = models.CharField(_("方案写法"), max_length=300, blank=True)
    assumed = models.BooleanField(_("默认"), default=False)
    held_by = models.CharField(_("取自台账"), max_length=120, blank=True)
    held_with = models.JSONField(_("取数条件"), default=dict, blank=True)  # e.g. {"threshold": "50000"}
    order = models.PositiveIntegerField(_("排序"), default=0)
    span_start = models.PositiveIntegerField(_("起点"), null=True)
    span_end = models.PositiveIntegerField(_("终点"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("指标")
        verbose_name_plural = _("指标")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="indicator_county_public_id"),
            *county_rules("indicator", "task"),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorTarget(CountyOwned):
    """What one unit has to reach of a county-wide number; without a row the unit has no number of its own."""

    indicator = CountyForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name=_("指标"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    value = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4)

    class Meta(CountyOwned.Meta):
        verbose_name = _("单位目标")
        verbose_name_plural = _("单位目标")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "indicator", "unit"], name="indicatortarget_once"),
            *county_rules("indicatortarget", "indicator", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.value}"
