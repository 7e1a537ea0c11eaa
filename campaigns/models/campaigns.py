"""The campaign and its tree: action → task → sub-item; phases and safeguards beside it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.searching import Searched, SearchKeysField
from campaigns.querysets.campaigns import CampaignQuerySet, TaskQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Campaign(Searched, CountyOwned):
    """What a plan becomes: owned by the county office or by a township. Changed by `services.campaigns`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("筹备中")
        PUBLISHED = "published", _("进行中")
        PAUSED = "paused", _("已暂停")
        CLOSED = "closed", _("已结束")
        ARCHIVED = "archived", _("已归档")

    MOVES = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.PAUSED, State.CLOSED},
        State.PAUSED: {State.PUBLISHED, State.CLOSED},
        State.CLOSED: {State.ARCHIVED},
        State.ARCHIVED: set(),
    }

    slug = models.SlugField(_("网址名"), max_length=40)
    name = models.CharField(_("名称"), max_length=120)
    search_keys = SearchKeysField(_("检索键"), of="name")
    owner = CountyForeignKey("organizations.Unit", related_name="campaigns", verbose_name=_("发起单位"))
    plan = CountyForeignKey("campaigns.Plan", null=True, related_name="campaigns", verbose_name=_("实施方案"))
    year = models.PositiveSmallIntegerField(_("年度"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    basis = models.TextField(_("依据"), blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    first_is_lead = models.BooleanField(
        _("首列为牵头"), default=True, help_text=_("责任单位没有写明牵头时，把列在第一位的作为牵头单位。")
    )
    leading_group = CountyForeignKey(
        "organizations.WorkingGroup", null=True, blank=True, related_name="+", verbose_name=_("领导小组")
    )
    income_lines = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("计入收入的科目"),
        null=True,
        blank=True,
        help_text=_("集体经济收入指标按这些科目计算；不选按本县规则。"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    copied_from = CountyForeignKey("self", null=True, related_name="copies", verbose_name=_("沿用自"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(CampaignQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        default_permissions = ()
        permissions = [("edit_campaign", _("编辑活动"))]
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "slug"], name="campaign_county_slug"),
            models.UniqueConstraint(fields=["county", "public_id"], name="campaign_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            *county_rules("campaign", "owner", "plan", "leading_group", "copied_from"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slice_path(self) -> str:
        return self.owner.path

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Spanned(models.Model):
    """Where a row stands in the plan's text; empty when a person added it."""

    span_start = models.PositiveIntegerField(_("起点"), null=True)
    span_end = models.PositiveIntegerField(_("终点"), null=True)
    ordinal = models.CharField(_("原序号"), max_length=20, blank=True)
    order = models.PositiveIntegerField(_("排序"))

    class Meta:
        abstract = True


class Action(CountyOwned, Spanned):
    """One of the strands of a campaign (五个行动)."""

    campaign = CountyForeignKey(Campaign, on_delete=models.CASCADE, related_name="actions", verbose_name=_("活动"))
    name = models.CharField(_("名称"), max_length=120)

    class Meta(CountyOwned.Meta):
        verbose_name = _("行动")
        verbose_name_plural = _("行动")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="action_county_public_id"),
            *county_rules("action", "campaign"),
        ]

    def __str__(self) -> str:
        return self.name


class Task(Searched, CountyOwned, Spanned):
    """A numbered piece of work of an action. `number` runs through the campaign and stands in addresses once published."""

    campaign = CountyForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("活动"))
    action = CountyForeignKey(Action, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("行动"))
    number = models.PositiveIntegerField(_("任务号"), null=True)
    title = models.CharField(_("任务"), max_length=300)
    search_keys = SearchKeysField(_("检索键"), of="title")
    detail = models.TextField(_("内容"), blank=True)
    leaders = models.CharField(_("牵头领导"), max_length=200, blank=True)
    withdrawn_on = models.DateField(_("取消日期"), null=True)
    withdrawn_reason = models.CharField(_("取消理由"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(TaskQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "campaign", "number"], name="task_campaign_number"),
            models.UniqueConstraint(fields=["county", "public_id"], name="task_county_public_id"),
            *county_rules("task", "campaign", "action"),
        ]

    def __str__(self) -> str:
        return self.title


class SubItem(CountyOwned, Spanned):
    """A numbered part of a task."""

    task = CountyForeignKey(Task, on_delete=models.CASCADE, related_name="sub_items", verbose_name=_("任务"))
    title = models.CharField(_("事项"), max_length=300)

    class Meta(CountyOwned.Meta):
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [*county_rules("subitem", "task")]

    def __str__(self) -> str:
        return self.title


class Phase(CountyOwned, Spanned):
    """A dated stage of a campaign. Without dates it is shown with its words."""

    campaign = CountyForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases", verbose_name=_("活动"))
    name = models.CharField(_("阶段"), max_length=120)
    words = models.CharField(_("时间原文"), max_length=120, blank=True)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    text = models.TextField(_("内容"), blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("阶段")
        verbose_name_plural = _("阶段")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="phase_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="phase_span",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            *county_rules("phase", "campaign"),
        ]

    def __str__(self) -> str:
        return self.name


class Safeguard(CountyOwned, Spanned):
    """An organizational demand of the plan (组织领导, 工作要求); carriers may be named, nothing is scored."""

    campaign = CountyForeignKey(Campaign, on_delete=models.CASCADE, related_name="safeguards", verbose_name=_("活动"))
    title = models.CharField(_("要求"), max_length=300)
    text = models.TextField(_("内容"), blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("保障措施")
        verbose_name_plural = _("保障措施")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="safeguard_county_public_id"),
            *county_rules("safeguard", "campaign"),
        ]

    def __str__(self) -> str:
        return self.title
