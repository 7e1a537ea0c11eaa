"""Who carries what: carriers as the plan writes them, assignments as they are opened for units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.querysets.campaigns import AssignmentQuerySet
from campaigns.querysets.carriers import CarrierQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class CarrierRole(models.TextChoices):
    LEAD = "lead", _("牵头")
    SUPPORT = "support", _("配合")
    RESPONSIBLE = "responsible", _("责任")


class Carrier(CountyOwned):
    """A unit or group behind a task, phase or safeguard, in the order and words of the plan.

    Unresolved while neither a unit nor a group is chosen. Changed by `services.carriers`.
    """

    task = CountyForeignKey(
        "campaigns.Task", on_delete=models.CASCADE, null=True, related_name="carriers", verbose_name=_("任务")
    )
    phase = CountyForeignKey(
        "campaigns.Phase", on_delete=models.CASCADE, null=True, related_name="carriers", verbose_name=_("阶段")
    )
    safeguard = CountyForeignKey(
        "campaigns.Safeguard", on_delete=models.CASCADE, null=True, related_name="carriers", verbose_name=_("保障措施")
    )
    written = models.CharField(_("方案写法"), max_length=120)
    role = models.CharField(_("角色"), max_length=12, choices=CarrierRole)
    order = models.PositiveIntegerField(_("排序"))
    unit = CountyForeignKey("organizations.Unit", null=True, blank=True, related_name="+", verbose_name=_("单位"))
    group = CountyForeignKey(
        "organizations.UnitGroup", null=True, blank=True, related_name="+", verbose_name=_("单位组")
    )
    span_start = models.PositiveIntegerField(_("起点"), null=True)
    span_end = models.PositiveIntegerField(_("终点"), null=True)

    objects = CountyManager.from_queryset(CarrierQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("责任单位")
        verbose_name_plural = _("责任单位")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="carrier_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(task__isnull=False, phase__isnull=True, safeguard__isnull=True)
                | models.Q(task__isnull=True, phase__isnull=False, safeguard__isnull=True)
                | models.Q(task__isnull=True, phase__isnull=True, safeguard__isnull=False),
                name="carrier_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(group__isnull=True), name="carrier_unit_or_group"
            ),
            *county_rules("carrier", "task", "phase", "safeguard", "unit", "group"),
        ]

    def __str__(self) -> str:
        return self.written

    @property
    def place(self):
        """The task, phase or safeguard it stands at."""
        return self.task or self.phase or self.safeguard

    @property
    def is_resolved(self) -> bool:
        return self.unit_id is not None or self.group_id is not None


class CarrierExemption(CountyOwned):
    """A unit of a group that does not carry the task, with the reason. Publishing turns it into an exempt assignment."""

    carrier = CountyForeignKey(Carrier, on_delete=models.CASCADE, related_name="exemptions", verbose_name=_("责任单位"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("单位"))
    reason = models.CharField(_("理由"), max_length=200)

    class Meta(CountyOwned.Meta):
        verbose_name = _("免除承担")
        verbose_name_plural = _("免除承担")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "carrier", "unit"], name="carrierexemption_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="carrierexemption_has_reason"),
            *county_rules("carrierexemption", "carrier", "unit"),
        ]

    def __str__(self) -> str:
        return self.reason


class Assignment(CountyOwned):
    """One unit's share of a task after groups are opened: living, with exemption and merger.

    Changed by `services.publishing` and `services.assignments`.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("承担")
        EXEMPT = "exempt", _("免除")
        MOVED = "moved", _("已转出")
        ENDED = "ended", _("已取消")

    task = CountyForeignKey("campaigns.Task", related_name="assignments", verbose_name=_("任务"))
    unit = CountyForeignKey("organizations.Unit", related_name="assignments", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=12, choices=CarrierRole)
    through = models.CharField(_("方案写法"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ACTIVE)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    moved_to = CountyForeignKey("self", null=True, related_name="moved_from", verbose_name=_("转入"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True)

    objects = CountyManager.from_queryset(AssignmentQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("任务分工")
        verbose_name_plural = _("任务分工")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "task", "unit"], name="assignment_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="assignment_county_public_id"),
            models.CheckConstraint(
                condition=~models.Q(state="exempt") | ~models.Q(reason=""), name="assignment_exempt_has_reason"
            ),
            *county_rules("assignment", "task", "unit", "moved_to"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
