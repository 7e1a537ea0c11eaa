"""Leave: who is away from a village, from when to when, who let them go, and who stands in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.querysets.leave import LeaveQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Leave(CountyOwned):
    """Of a posting, or (without one) of a village cadre of `unit`. Written by `services.leave`.

    Training and meetings are days away that count as in post: which kinds do, the county says by rule. Days are
    calendar days in halves. `tier` is who decides, by length: the county's rule on the day of asking.
    """

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("事假")
        SICK = "sick", _("病假")
        ANNUAL = "annual", _("年休假")
        FAMILY = "family", _("婚产丧假")
        OFFICIAL = "official", _("公务外出")
        TRAINING = "training", _("培训")
        MEETING = "meeting", _("会议")

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Tier(models.TextChoices):
        TOWNSHIP = "township", _("乡镇党委")
        COUNTY = "county", _("县委组织部")

    class Half(models.TextChoices):
        MORNING = "am", _("上午")
        AFTERNOON = "pm", _("下午")

    posting = CountyForeignKey("cadres.Posting", null=True, blank=True, related_name="leaves", verbose_name=_("派驻"))
    person = CountyForeignKey(
        "organizations.Person", null=True, blank=True, related_name="leaves", verbose_name=_("请假人")
    )
    officer = CountyForeignKey(
        "villages.VillageOfficer", null=True, blank=True, related_name="leaves", verbose_name=_("村干部")
    )
    unit = CountyForeignKey("organizations.Unit", related_name="leaves", verbose_name=_("村"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("开始日期"))
    starts_half = models.CharField(_("从"), max_length=2, choices=Half, default=Half.MORNING)
    ends_on = models.DateField(_("结束日期"))
    ends_half = models.CharField(_("到"), max_length=2, choices=Half, default=Half.AFTERNOON)
    days = models.DecimalField(_("天数"), max_digits=5, decimal_places=1)
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    stand_in = models.CharField(_("代管人"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    tier = models.CharField(_("审批层级"), max_length=10, choices=Tier)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    asked_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("申请人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("审批人"))
    answer = models.CharField(_("审批意见"), max_length=200, blank=True)
    back_on = models.DateField(_("提前返岗日期"), null=True, blank=True)
    back_half = models.CharField(_("返岗"), max_length=2, choices=Half, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(LeaveQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("请假")
        verbose_name_plural = _("请假")
        default_permissions = ()
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="leave_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="leave_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(posting__isnull=False) | models.Q(officer__isnull=False), name="leave_of_somebody"
            ),
            *county_rules("leave", "posting", "person", "officer", "unit", "asked_by", "decided_by"),
        ]
        indexes = [models.Index(fields=["county", "unit", "starts_on", "ends_on"], name="leave_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_on}"

    @property
    def slice_path(self) -> str:
        return self.unit.path

    @property
    def account_id(self) -> int | None:
        """Whose own it is, for roles that may only act on their own."""
        return self.person.account_id if self.person is not None else None

    @property
    def who(self) -> str:
        return str(self.person if self.person is not None else self.officer)
