"""What is due: dated duties of an assignment, extensions asked for, and lights set by hand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.period_words import period_words
from campaigns.querysets.duties import DutyQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Duty(CountyOwned):
    """Something a unit owes on a day: the report of a period, or the outcome of a one-off date.

    Opened by `services.duties` and never moved afterwards: an amendment changes the duties that are still to come. The key
    of the period makes a doubled or a late opening change nothing. Lateness is a fact (`filed_on` after `must_by`).
    `campaign` and `unit` repeat what the assignment says, so that lists and reminders need no join.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("定期填报")
        MILESTONE = "milestone", _("节点")
        FINAL = "final", _("完成情况")

    class State(models.TextChoices):
        OPEN = "open", _("待填报")
        FILED = "filed", _("待审核")
        ACCEPTED = "accepted", _("已通过")
        WAIVED = "waived", _("免报")

    MOVES = {
        State.OPEN: {State.FILED, State.WAIVED},
        State.FILED: {State.ACCEPTED, State.OPEN},
        State.ACCEPTED: {State.FILED},
        State.WAIVED: {State.OPEN},
    }

    campaign = CountyForeignKey("campaigns.Campaign", related_name="duties", verbose_name=_("活动"))
    assignment = CountyForeignKey("campaigns.Assignment", related_name="duties", verbose_name=_("任务分工"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    # "month:2026-10", "quarter:2026-Q3", "date:<public id of the task's date>": unique in the assignment.
    period_key = models.CharField(_("周期"), max_length=60)
    title = models.CharField(_("填报内容"), max_length=120, blank=True)
    starts_on = models.DateField(_("周期开始"))
    ends_on = models.DateField(_("周期结束"))
    due_on = models.DateField(_("到期日"))
    extended_to = models.DateField(_("延期到"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    filed_on = models.DateField(_("报送日期"), null=True)
    accepted_on = models.DateField(_("通过日期"), null=True)
    returned = models.BooleanField(_("退回待改"), default=False)
    waived_reason = models.CharField(_("免报理由"), max_length=200, blank=True)
    # Waived because the share ended, not by a person: comes back with the share (an exemption taken back).
    waived_with_share = models.BooleanField(_("随分工免报"), default=False)

    objects = CountyManager.from_queryset(DutyQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报事项")
        verbose_name_plural = _("填报事项")
        default_permissions = ()
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["county", "due_on"], condition=Q(state="open"), name="duty_open_due"),
            models.Index(fields=["county", "campaign", "unit", "due_on"], name="duty_campaign_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["county", "assignment", "period_key"], name="duty_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="duty_county_public_id"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="duty_span"),
            models.CheckConstraint(condition=~Q(state="waived") | ~Q(waived_reason=""), name="duty_waived_has_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "accepted"]) | Q(filed_on__isnull=False), name="duty_filed_has_day"
            ),
            *county_rules("duty", "campaign", "assignment", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.period_key} {self.unit_id}"

    @property
    def in_words(self) -> str:
        """What is to be filed: the milestone's own words, 3月填报, 完成情况."""
        return self.title or period_words(self.period_key) or self.get_kind_display()

    @property
    def must_by(self):
        """The last day on which filing is on time."""
        return self.extended_to or self.due_on

    @property
    def slice_path(self) -> str:
        return self.unit.path


class Extension(CountyOwned):
    """A unit asks for more time for the duties of one filing; the office, or who reviews, answers."""

    class State(models.TextChoices):
        ASKED = "asked", _("待答复")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("不同意")

    filing = CountyForeignKey("campaigns.Filing", related_name="extensions", verbose_name=_("填报"))
    until = models.DateField(_("延期到"))
    reason = models.CharField(_("理由"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    asked_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("申请人"))
    answer = models.CharField(_("答复"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("答复人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "filing"], condition=Q(state="asked"), name="extension_one_open"),
            models.UniqueConstraint(fields=["county", "public_id"], name="extension_county_public_id"),
            *county_rules("extension", "filing", "asked_by", "answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.until}"

    @property
    def slice_path(self) -> str:
        return self.filing.unit.path


class LightOverride(CountyOwned):
    """A light set by the office against the rule, with a reason and a last day. Not changed: a new one follows."""

    class Kind(models.TextChoices):
        RED = "red", _("红灯")
        YELLOW = "yellow", _("黄灯")
        GREEN = "green", _("绿灯")

    assignment = CountyForeignKey("campaigns.Assignment", related_name="overrides", verbose_name=_("任务分工"))
    kind = models.CharField(_("灯"), max_length=10, choices=Kind)
    reason = models.CharField(_("理由"), max_length=200)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("经办人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("人工调灯")
        verbose_name_plural = _("人工调灯")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="lightoverride_county_public_id"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="lightoverride_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lightoverride_has_reason"),
            *county_rules("lightoverride", "assignment", "made_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.assignment_id}"
