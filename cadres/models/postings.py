"""A posting: this person, in this village, in this capacity, from this day to that one."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.querysets.postings import PostingQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class PostingKind(models.TextChoices):
    FIRST_SECRETARY = "first_secretary", _("第一书记")
    TEAM_MEMBER = "team_member", _("工作队员")
    ADVISER = "adviser", _("党建指导员")
    VILLAGE_HEAD = "village_head", _("选派村干部")
    RESERVE = "reserve", _("选派后备干部")


class DateRange(models.Func):
    """`daterange(from, to, '[]')`; no last day is open."""

    function = "daterange"
    output_field = DateRangeField()


_IN_CHARGE = DateRange("in_charge_from", "in_charge_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class Posting(CountyOwned):
    """Written by `services.postings`. `starts_on`–`ends_on` is the planned tour, `ended_on` the day it really ended.

    In charge (主持) is a span inside it: in a handover two first secretaries are posted, but only one is in charge. The
    database refuses two in charge of one village at once, and one person in charge of two.
    """

    class EndReason(models.TextChoices):
        TERM = "term", _("任期届满")
        TRANSFER = "transfer", _("工作调动")
        RECALL = "recall", _("召回")
        ILLNESS = "illness", _("健康或家庭原因")
        OTHER = "other", _("其他")

    class Outcome(models.TextChoices):
        NONE = "", _("无")
        PROMOTED = "promoted", _("提拔或进一步使用")
        COMMENDED = "commended", _("表扬")
        CRITICISED = "criticised", _("批评")

    person = CountyForeignKey("organizations.Person", related_name="postings", verbose_name=_("人员"))
    unit = CountyForeignKey("organizations.Unit", related_name="postings", verbose_name=_("派驻村"))
    kind = models.CharField(_("岗位"), max_length=20, choices=PostingKind)
    sending_unit = CountyForeignKey(
        "organizations.Unit", null=True, blank=True, related_name="sent", verbose_name=_("派出单位")
    )
    document = models.CharField(_("任职文件"), max_length=120, blank=True)
    starts_on = models.DateField(_("到任日期"))
    ends_on = models.DateField(_("任期届满日"), null=True, blank=True)
    in_charge_from = models.DateField(_("主持工作自"), null=True, blank=True)
    in_charge_to = models.DateField(_("主持工作至"), null=True, blank=True)
    ended_on = models.DateField(_("离任日期"), null=True, blank=True)
    end_reason = models.CharField(_("离任原因"), max_length=10, choices=EndReason, blank=True)
    end_words = models.CharField(_("离任说明"), max_length=300, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True, default=Outcome.NONE)
    replaces = CountyForeignKey("self", null=True, blank=True, related_name="replaced_by", verbose_name=_("接替谁"))
    handover = models.JSONField(_("交接清单"), default=list, blank=True)  # [{"what": …, "done": bool}]
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(PostingQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("派驻")
        verbose_name_plural = _("派驻")
        default_permissions = ()
        ordering = ["unit", "kind", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="posting_county_public_id"),
            models.CheckConstraint(
                condition=(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")))
                & (models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("starts_on")))
                & (
                    models.Q(in_charge_to__isnull=True)
                    | models.Q(in_charge_to__gte=models.F("in_charge_from"), in_charge_from__isnull=False)
                ),
                name="posting_spans",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(in_charge_from__isnull=True)
                | models.Q(in_charge_to__isnull=False, in_charge_to__lte=models.F("ended_on")),
                name="posting_ended_not_in_charge",
            ),
            ExclusionConstraint(
                name="posting_one_in_charge_of_a_village",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (_IN_CHARGE, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="first_secretary", in_charge_from__isnull=False),
                violation_error_message=_(
                    "这个村在这段时间已有主持工作的第一书记。交接期可以重叠，主持工作的时间不能重叠。"
                ),
            ),
            ExclusionConstraint(
                name="posting_in_charge_of_one_village",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (_IN_CHARGE, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="first_secretary", in_charge_from__isnull=False),
                violation_error_message=_("这个人在这段时间已主持另一个村的工作。"),
            ),
            *county_rules("posting", "person", "unit", "sending_unit", "replaces"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.unit}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
