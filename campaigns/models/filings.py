"""What a unit files in one go: a filing with one item for each duty, its figures, evidence and what happened to it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.querysets.filings import FilingQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Filing(CountyOwned):
    """All that a unit owes a campaign on one due day. The day is its period: it stands in the address.

    Changed by `services.filings` (the unit's side) and `services.reviews` (the reviewer's).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("填报中")
        SUBMITTED = "submitted", _("待审核")
        IN_REVIEW = "in_review", _("审核中")
        RETURNED = "returned", _("退回待改")
        ACCEPTED = "accepted", _("已通过")

    MOVES = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.IN_REVIEW},
        State.IN_REVIEW: {State.SUBMITTED, State.RETURNED, State.ACCEPTED},
        State.RETURNED: {State.SUBMITTED},
        State.ACCEPTED: {State.IN_REVIEW},
    }

    campaign = CountyForeignKey("campaigns.Campaign", related_name="filings", verbose_name=_("活动"))
    unit = CountyForeignKey("organizations.Unit", related_name="filings", verbose_name=_("单位"))
    due_on = models.DateField(_("到期日"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    number = models.CharField(_("回执号"), max_length=30, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    submitted_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("提交人"))
    opened_at = models.DateTimeField(_("开始审核时间"), null=True)
    opened_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("审核人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(FilingQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报")
        verbose_name_plural = _("填报")
        default_permissions = ()
        ordering = ["-due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "campaign", "unit", "due_on"], name="filing_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="filing_county_public_id"),
            models.UniqueConstraint(fields=["county", "number"], condition=~Q(number=""), name="filing_number_once"),
            *county_rules("filing", "campaign", "unit", "submitted_by", "opened_by"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.due_on}"

    @property
    def slice_path(self) -> str:
        return self.unit.path


class FilingItem(CountyOwned):
    """What is filed for one duty. Blank until somebody saves it."""

    class State(models.TextChoices):
        BLANK = "blank", _("待填")
        FILLED = "filled", _("已填")
        ACCEPTED = "accepted", _("已通过")
        RETURNED = "returned", _("需修改")

    filing = CountyForeignKey(Filing, on_delete=models.CASCADE, related_name="items", verbose_name=_("填报"))
    duty = CountyForeignKey("campaigns.Duty", related_name="items", verbose_name=_("填报事项"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.BLANK)
    no_change = models.BooleanField(_("无变化"), default=False)
    words = models.TextField(_("进展"), max_length=1000, blank=True)
    fall_reason = models.CharField(_("比上期少的原因"), max_length=200, blank=True)
    help_wanted = models.TextField(_("需要县里协调"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("保存时间"), null=True)
    saved_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("填写人"))
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    reviewed_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("审核人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报项")
        verbose_name_plural = _("填报项")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "duty"], name="filingitem_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="filingitem_county_public_id"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="filingitem_return_has_reason"
            ),
            *county_rules("filingitem", "filing", "duty", "saved_by", "reviewed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.duty_id}"

    @property
    def slice_path(self) -> str:
        return self.filing.unit.path


class FilingFigure(CountyOwned):
    """One number of an item. Empty is not filled in; it is never 0. A held figure is copied here when it is submitted."""

    item = CountyForeignKey(FilingItem, on_delete=models.CASCADE, related_name="figures", verbose_name=_("填报项"))
    indicator = CountyForeignKey("campaigns.Indicator", related_name="figures", verbose_name=_("指标"))
    value = models.DecimalField(_("数值"), max_digits=16, decimal_places=4, null=True)
    # Only for shares: of how many. The share itself is value ÷ whole.
    whole = models.DecimalField(_("总数"), max_digits=16, decimal_places=4, null=True)
    held = models.BooleanField(_("取自台账"), default=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报数")
        verbose_name_plural = _("填报数")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "item", "indicator"], name="filingfigure_once"),
            *county_rules("filingfigure", "item", "indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value}"


class FilingEvidence(CountyOwned):
    """A file that proves an item."""

    item = CountyForeignKey(FilingItem, on_delete=models.CASCADE, related_name="proofs", verbose_name=_("填报项"))
    evidence = CountyForeignKey("organizations.Evidence", related_name="+", verbose_name=_("佐证材料"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报佐证")
        verbose_name_plural = _("填报佐证")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "item", "evidence"], name="filingevidence_once"),
            *county_rules("filingevidence", "item", "evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.evidence_id}"


class FilingEvent(CountyOwned):
    """One step in the life of a filing or of one item: kept as it happened, never changed by the app."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("提交")
        WITHDRAWN = "withdrawn", _("撤回")
        OPENED = "opened", _("开始审核")
        RETURNED = "returned", _("退回")
        ACCEPTED = "accepted", _("通过")
        UNDONE = "undone", _("撤销审核")
        EXTENDED = "extended", _("延期")

    filing = CountyForeignKey(Filing, related_name="events", verbose_name=_("填报"))
    item = CountyForeignKey(FilingItem, null=True, related_name="events", verbose_name=_("填报项"))
    kind = models.CharField(_("事件"), max_length=10, choices=Kind)
    text = models.CharField(_("说明"), max_length=300, blank=True)
    # A default, not auto_now_add: the app may not change a row, so a history that is written afterwards needs its own day.
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("经办人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("填报经过")
        verbose_name_plural = _("填报经过")
        default_permissions = ()
        ordering = ["id"]
        constraints = [*county_rules("filingevent", "filing", "item", "by", rights="SELECT, INSERT")]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.kind}"
