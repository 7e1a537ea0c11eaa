"""A recall: from the township's proposal to the replacement in post."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.querysets.sent import SentQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class RecallQuerySet(SentQuerySet):
    action = "cadres.view_recall"

    def open(self):
        """Under way: the decided ones too, until somebody follows."""
        return self.filter(state__in=("proposed", "verified", "decided"))

    def for_rows(self):
        return self.select_related("posting__person", "posting__sending_unit", "unit__parent", "made_by")


class Recall(CountyOwned):
    """Four steps: 乡镇提出 → 组织部核实 → 部务会研究 → 补派. The reason's code carries the consequence in years (a rule).

    The village shows red until the replacement is posted. Written by `services.recalls`.
    """

    class Reason(models.TextChoices):
        ILLNESS = "illness", _("因病或家庭原因不能驻村")
        UNFIT = "unfit", _("能力不适应")
        SLACK = "slack", _("工作不力、群众反映大")
        ABSENT = "absent", _("驻村时间不到位")
        DISCIPLINE = "discipline", _("违纪违法或考核不合格")
        TRANSFER = "transfer", _("退休、调动、辞职")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("乡镇提出")
        VERIFIED = "verified", _("已核实")
        DECIDED = "decided", _("决定召回")
        REPLACED = "replaced", _("已补派")
        DROPPED = "dropped", _("不予召回")

    posting = CountyForeignKey("cadres.Posting", related_name="recalls", verbose_name=_("派驻"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("村"))
    reason = models.CharField(_("事由"), max_length=12, choices=Reason)
    words = models.CharField(_("情况"), max_length=300)
    state = models.CharField(_("进度"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField(_("提出日期"))
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    decided_on = models.DateField(_("研究日期"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=120, blank=True)
    drop_words = models.CharField(_("不予召回的理由"), max_length=300, blank=True)
    replaced_on = models.DateField(_("补派日期"), null=True, blank=True)
    replacement = CountyForeignKey("cadres.Posting", null=True, blank=True, related_name="+", verbose_name=_("补派"))
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("提出人"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(RecallQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("召回")
        verbose_name_plural = _("召回")
        default_permissions = ()
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="recall_county_public_id"),
            models.UniqueConstraint(
                fields=["county", "posting"],
                condition=~models.Q(state="dropped"),
                name="recall_once",
                violation_error_message=_("这个人的召回已在办理。"),
            ),
            *county_rules("recall", "posting", "unit", "replacement", "made_by"),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.state}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
