"""The plan document, what the reader found in it, and the questions it raised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class Plan(CountyOwned):
    """A plan document as it came in, and the reader's finding. Changed by `services.plans`; the text never changes.

    All spans of the campaign made from it point into `text`.
    """

    class State(models.TextChoices):
        READ = "read", _("已识别")
        CHECKED = "checked", _("已核对")
        TURNED = "turned", _("已生成活动")
        DISCARDED = "discarded", _("已放弃")

    MOVES = {
        State.READ: {State.CHECKED, State.DISCARDED},
        State.CHECKED: {State.TURNED, State.DISCARDED},
        State.TURNED: set(),
        State.DISCARDED: set(),
    }

    owner = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("发起单位"))
    title = models.CharField(_("标题"), max_length=200)
    file_name = models.CharField(_("文件名"), max_length=160, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    text = models.TextField(_("正文"))
    reading = models.JSONField(_("识别结果"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.READ)
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    uploaded_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("上传人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("实施方案")
        verbose_name_plural = _("实施方案")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="plan_county_public_id"),
            *county_rules("plan", "owner", "uploaded_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slice_path(self) -> str:
        return self.owner.path


class PlanQuestion(CountyOwned):
    """Something in the plan that a person must decide, with the place it stands at. Answered by `services.plans`."""

    # A contradiction left open would publish one of two readings without anybody having chosen it.
    BLOCKING = frozenset({"contradiction"})

    plan = CountyForeignKey(Plan, on_delete=models.CASCADE, related_name="questions", verbose_name=_("实施方案"))
    number = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("种类"), max_length=40)
    text = models.TextField(_("问题"))
    readings = models.JSONField(_("可选答案"), default=list)
    span_start = models.PositiveIntegerField(_("起点"))
    span_end = models.PositiveIntegerField(_("终点"))
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("方案疑问")
        verbose_name_plural = _("方案疑问")
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "plan", "number"], name="planquestion_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="planquestion_county_public_id"),
            *county_rules("planquestion", "plan"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def blocks(self) -> bool:
        return self.kind in self.BLOCKING and not self.answer
