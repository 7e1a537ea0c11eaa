"""The assessment of a campaign's year: who is compared with whom, over which days, and how far the result has come."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import UnitKind
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class Assessment(CountyOwned):
    """One year of one campaign for units of one level. Changed by `services.assessments` and `services.publication`."""

    class Level(models.TextChoices):
        TOWNSHIP = "township", _("乡镇（街道）")
        DEPARTMENT = "department", _("县直单位")
        VILLAGE = "village", _("村（社区）")

    class State(models.TextChoices):
        OPEN = "open", _("准备中")
        COMPUTED = "computed", _("测算中")
        REVIEW = "review", _("审定中")
        NOTICE = "notice", _("公示中")
        FINAL = "final", _("已定稿")

    # A correction opens a final result again; what was final stays as a step of its own.
    MOVES = {
        State.OPEN: {State.COMPUTED},
        State.COMPUTED: {State.REVIEW},
        State.REVIEW: {State.NOTICE, State.COMPUTED},
        State.NOTICE: {State.FINAL, State.COMPUTED},
        State.FINAL: {State.COMPUTED},
    }

    campaign = CountyForeignKey("campaigns.Campaign", related_name="assessments", verbose_name=_("活动"))
    year = models.PositiveSmallIntegerField(_("年度"))
    level = models.CharField(_("考核对象"), max_length=12, choices=Level, default=Level.TOWNSHIP)
    name = models.CharField(_("名称"), max_length=120)
    starts_on = models.DateField(_("考核期开始"))
    ends_on = models.DateField(_("考核期结束"))
    state = models.CharField(_("进度"), max_length=10, choices=State, default=State.OPEN)
    # The run whose result is shown: the newest that was finished, while nothing is final.
    run = CountyForeignKey("assessments.RollupRun", null=True, related_name="+", verbose_name=_("当前测算"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("考核")
        verbose_name_plural = _("考核")
        default_permissions = ()
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "campaign", "year", "level"],
                name="assessment_once",
                violation_error_message=_("这个活动这一年度已经有这类对象的考核。"),
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="assessment_county_public_id"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="assessment_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            *county_rules("assessment", "campaign", "run"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slice_path(self) -> str:
        return self.campaign.owner.path

    @property
    def unit_kind(self) -> str:
        """Of the units that are compared; the levels are named after it."""
        return UnitKind(self.level)

    @property
    def is_final(self) -> bool:
        return self.state == self.State.FINAL

    @property
    def takes_changes(self) -> bool:
        """Marks, vetoes and new runs are taken until the result goes to be signed."""
        return self.state in (self.State.OPEN, self.State.COMPUTED)


class AssessmentGroup(CountyOwned):
    """Units are ranked within a group of their like (山区乡镇、平原乡镇). Without any there is one ranking for all."""

    assessment = CountyForeignKey(Assessment, on_delete=models.CASCADE, related_name="groups", verbose_name=_("考核"))
    unit_group = CountyForeignKey("organizations.UnitGroup", related_name="+", verbose_name=_("单位组"))
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta(CountyOwned.Meta):
        verbose_name = _("考核分组")
        verbose_name_plural = _("考核分组")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "assessment", "unit_group"], name="assessmentgroup_once"),
            *county_rules("assessmentgroup", "assessment", "unit_group"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.unit_group_id}"


class AssessmentStep(CountyOwned):
    """One step of a result on its way: kept as it was taken, never changed or removed by the app.

    A final result is a step with its run; `first_by` is who sent it to be signed, another person than who signed.
    """

    class Kind(models.TextChoices):
        COMPUTED = "computed", _("完成测算")
        REVIEW = "review", _("送审")
        NOTICE = "notice", _("公示")
        FINAL = "final", _("定稿")
        RETURNED = "returned", _("退回重算")
        CORRECTED = "corrected", _("更正")

    assessment = CountyForeignKey(Assessment, related_name="steps", verbose_name=_("考核"))
    run = CountyForeignKey("assessments.RollupRun", related_name="steps", verbose_name=_("测算"))
    kind = models.CharField(_("步骤"), max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField(_("结果版次"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    document_number = models.CharField(_("依据文件"), max_length=120, blank=True)
    until = models.DateField(_("公示到"), null=True)
    happened_on = models.DateField(_("日期"))
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("经办人"))
    first_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("送审人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("考核步骤")
        verbose_name_plural = _("考核步骤")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="assessmentstep_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "assessment", "number"],
                condition=Q(number__isnull=False),
                name="assessmentstep_number_once",
            ),
            models.CheckConstraint(condition=~Q(kind="final") | Q(number__isnull=False), name="assessmentstep_final_has_number"),
            models.CheckConstraint(
                condition=~Q(kind__in=["notice", "final"])
                | (Q(first_by__isnull=False) & Q(made_by__isnull=False) & ~Q(first_by=F("made_by"))),
                name="assessmentstep_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "corrected"]) | ~Q(reason=""), name="assessmentstep_has_reason"
            ),
            *county_rules("assessmentstep", "assessment", "run", "made_by", "first_by", rights="SELECT, INSERT"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.kind}"
