"""A roll-up: asked for, its inputs frozen, every unit scored line by line, then ranked.

All but the progress is only ever added to: the app's role has no right to change or remove it, so a result that was
published can be worked out again from its frozen inputs for ever and says the same.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey, CountyOneToOne
from organizations.tenancy.models import CountyOwned

KEPT = "SELECT, INSERT"


class RollupRun(CountyOwned):
    """One roll-up of an assessment by one version of its scheme, as things stood on `on`."""

    assessment = CountyForeignKey("assessments.Assessment", related_name="runs", verbose_name=_("考核"))
    scheme = CountyForeignKey("assessments.SchemeVersion", related_name="runs", verbose_name=_("计分办法"))
    number = models.PositiveIntegerField(_("测算次数"))
    on = models.DateField(_("截止日期"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    asked_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("申请人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("测算")
        verbose_name_plural = _("测算")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "assessment", "number"], name="rolluprun_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="rolluprun_county_public_id"),
            *county_rules("rolluprun", "assessment", "scheme", "asked_by", rights=KEPT),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} #{self.number}"


class RollupProgress(CountyOwned):
    """How far a run is; the only thing of it that changes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待开始")
        SCORING = "scoring", _("计分中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("不能测算")

    run = CountyOneToOne(RollupRun, on_delete=models.CASCADE, related_name="progress", verbose_name=_("测算"))
    state = models.CharField(_("进度"), max_length=10, choices=State, default=State.WAITING)
    units = models.PositiveIntegerField(_("单位数"), default=0)
    scored = models.PositiveIntegerField(_("已计分"), default=0)
    problems = models.JSONField(_("问题"), default=list)
    inputs_hash = models.CharField(_("数据校验值"), max_length=64, blank=True)
    results_hash = models.CharField(_("结果校验值"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("测算进度")
        verbose_name_plural = _("测算进度")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(scored__lte=models.F("units")), name="rollupprogress_not_over"),
            *county_rules("rollupprogress", "run"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.state}"


class RollupInput(CountyOwned):
    """What was known of one unit: a frozen `answers.UnitAnswers`, and the parts behind its figures as they stood."""

    run = CountyForeignKey(RollupRun, related_name="inputs", verbose_name=_("测算"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    unit_name = models.CharField(_("名称"), max_length=80)
    order = models.PositiveIntegerField(_("排序"))
    group = models.CharField(_("分组"), max_length=60, blank=True)
    body = models.JSONField(_("数据"))
    details = models.JSONField(_("明细"), default=dict)
    body_hash = models.CharField(_("校验值"), max_length=64)

    class Meta(CountyOwned.Meta):
        verbose_name = _("测算数据")
        verbose_name_plural = _("测算数据")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "run", "unit"], name="rollupinput_once"),
            *county_rules("rollupinput", "run", "unit", rights=KEPT),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_name}"


class ScoreLine(CountyOwned):
    """The score of one item or branch for one unit. A side's own line has the key of the side (base, bonus, deduction)."""

    run = CountyForeignKey(RollupRun, related_name="lines", verbose_name=_("测算"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    key = models.CharField(_("编号"), max_length=40)
    side = models.CharField(_("部分"), max_length=10)
    depth = models.PositiveSmallIntegerField(_("层"))
    is_leaf = models.BooleanField(_("末级"))
    order = models.PositiveSmallIntegerField(_("排序"))
    full = models.DecimalField(_("满分"), max_digits=8, decimal_places=1)
    points = models.DecimalField(_("分值"), max_digits=8, decimal_places=1, null=True)
    score = models.DecimalField(_("得分"), max_digits=8, decimal_places=1, null=True)
    state = models.CharField(_("状态"), max_length=16)

    class Meta(CountyOwned.Meta):
        verbose_name = _("得分")
        verbose_name_plural = _("得分")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "run", "unit", "key"], name="scoreline_once"),
            *county_rules("scoreline", "run", "unit", rights=KEPT),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key} {self.score}"


class UnitResult(CountyOwned):
    """Total, rank and grade of one unit in a finished run. Rank and grade are empty while something is awaited."""

    run = CountyForeignKey(RollupRun, related_name="results", verbose_name=_("测算"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    unit_name = models.CharField(_("名称"), max_length=80)
    group = models.CharField(_("分组"), max_length=60, blank=True)
    group_order = models.PositiveSmallIntegerField(_("组序"), default=0)
    base = models.DecimalField(_("基础分"), max_digits=8, decimal_places=1, null=True)
    bonus = models.DecimalField(_("加分"), max_digits=8, decimal_places=1)
    deduction = models.DecimalField(_("扣分"), max_digits=8, decimal_places=1)
    total = models.DecimalField(_("总分"), max_digits=8, decimal_places=1, null=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True)
    shared = models.PositiveSmallIntegerField(_("并列数"), default=1)
    movement = models.SmallIntegerField(_("变化"), null=True)
    grade = models.CharField(_("等次"), max_length=40, blank=True)
    grade_name = models.CharField(_("等次名称"), max_length=40, blank=True)
    ceiling = models.CharField(_("等次上限"), max_length=40, blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("考核结果")
        verbose_name_plural = _("考核结果")
        default_permissions = ()
        ordering = ["group_order", "rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "run", "unit"], name="unitresult_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="unitresult_county_public_id"),
            *county_rules("unitresult", "run", "unit", rights=KEPT),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_name} {self.total}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
