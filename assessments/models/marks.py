"""What people add to the figures: marks by a rubric, vetoes decided on, and objections to a score."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class ManualScore(CountyOwned):
    """A mark that a person gave a unit for a manual item, or how often each kind of event happened (`counts`)."""

    assessment = CountyForeignKey("assessments.Assessment", related_name="marks", verbose_name=_("考核"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    key = models.CharField(_("编号"), max_length=40)
    points = models.DecimalField(_("打分"), max_digits=8, decimal_places=1, null=True)
    counts = models.JSONField(_("次数"), default=dict)
    reason = models.CharField(_("理由"), max_length=300)
    evidence = CountyForeignKey("organizations.Evidence", null=True, related_name="+", verbose_name=_("依据材料"))
    made_at = models.DateTimeField(_("时间"), auto_now=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("打分人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("人工打分")
        verbose_name_plural = _("人工打分")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "assessment", "unit", "key"], name="manualscore_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="manualscore_county_public_id"),
            models.CheckConstraint(condition=~Q(reason=""), name="manualscore_has_reason"),
            *county_rules("manualscore", "assessment", "unit", "evidence", "made_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key}"

    @property
    def slice_path(self) -> str:
        return self.unit.path


class VetoDecision(CountyOwned):
    """一票否决 decided for a unit, by the key of the scheme's veto, with the paper it rests on."""

    assessment = CountyForeignKey("assessments.Assessment", related_name="vetoes", verbose_name=_("考核"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    key = models.CharField(_("否决事项"), max_length=40)
    reason = models.CharField(_("情况"), max_length=300)
    document_number = models.CharField(_("依据文件"), max_length=120)
    decided_on = models.DateField(_("决定日期"))
    lifted_on = models.DateField(_("撤销日期"), null=True)
    lifted_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("登记人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("一票否决")
        verbose_name_plural = _("一票否决")
        default_permissions = ()
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="vetodecision_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "assessment", "unit", "key"],
                condition=Q(lifted_on__isnull=True),
                name="vetodecision_once",
                violation_error_message=_("这个单位的这项否决已经登记。"),
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(document_number=""), name="vetodecision_has_paper"),
            *county_rules("vetodecision", "assessment", "unit", "made_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key}"

    @property
    def slice_path(self) -> str:
        return self.unit.path


class Objection(CountyOwned):
    """复核申请: a unit doubts one of its scores while the result is open to it; the office answers in writing."""

    class State(models.TextChoices):
        ASKED = "asked", _("待答复")
        UPHELD = "upheld", _("采纳")
        REFUSED = "refused", _("维持原分")

    assessment = CountyForeignKey("assessments.Assessment", related_name="objections", verbose_name=_("考核"))
    run = CountyForeignKey("assessments.RollupRun", related_name="+", verbose_name=_("测算"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    key = models.CharField(_("编号"), max_length=40)
    item_name = models.CharField(_("项目"), max_length=200)
    claim = models.CharField(_("请求"), max_length=200)
    reason = models.CharField(_("理由"), max_length=500)
    evidence = CountyForeignKey("organizations.Evidence", null=True, related_name="+", verbose_name=_("佐证材料"))
    state = models.CharField(_("进度"), max_length=10, choices=State, default=State.ASKED)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    asked_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("提出人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("答复人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("复核申请")
        verbose_name_plural = _("复核申请")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="objection_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "assessment", "unit", "key"],
                condition=Q(state="asked"),
                name="objection_one_open",
                violation_error_message=_("这一项已经提出复核，正在等待答复。"),
            ),
            models.CheckConstraint(condition=Q(state="asked") | ~Q(answer=""), name="objection_answered_in_words"),
            *county_rules("objection", "assessment", "run", "unit", "evidence", "asked_by", "answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key} {self.state}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
