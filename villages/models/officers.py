"""Who leads a village: the two committees (村“两委”), the supervisory committee and the reserve, with their history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.sealed import SealedField
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned
from villages.querysets.officers import OfficerQuerySet


class OfficerPost(models.TextChoices):
    """`BOTH` is 一肩挑: one person is secretary and head of the village committee."""

    SECRETARY = "secretary", _("党组织书记")
    BOTH = "both", _("书记、主任“一肩挑”")
    HEAD = "head", _("村委会主任")
    DEPUTY = "deputy", _("副书记")
    MEMBER = "member", _("“两委”委员")
    SUPERVISOR = "supervisor", _("监委会主任")
    RESERVE = "reserve", _("后备干部")


class VillageOfficer(CountyOwned):
    """A person in a post of a village. Not an account and not in the county's people: village cadres are many and local.

    Who leaves a post keeps the row with `ended_on`. Written by `services.officers`.
    """

    class Sex(models.TextChoices):
        UNKNOWN = "", _("未填")
        MAN = "man", _("男")
        WOMAN = "woman", _("女")

    class Education(models.TextChoices):
        UNKNOWN = "", _("未填")
        PRIMARY = "primary", _("小学及以下")
        MIDDLE = "middle", _("初中")
        HIGH = "high", _("高中（中专）")
        COLLEGE = "college", _("大专")
        BACHELOR = "bachelor", _("本科及以上")

    unit = CountyForeignKey("organizations.Unit", related_name="officers", verbose_name=_("村"))
    post = models.CharField(_("职务"), max_length=12, choices=OfficerPost)
    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True, default=Sex.UNKNOWN)
    born_on = models.DateField(_("出生年月"), null=True, blank=True)
    education = models.CharField(_("学历"), max_length=10, choices=Education, blank=True, default=Education.UNKNOWN)
    entrepreneur = models.BooleanField(_("致富带头人"), null=True, blank=True)
    phone = SealedField(_("手机号"), blank=True)
    started_on = models.DateField(_("任职日期"), null=True, blank=True)
    ended_on = models.DateField(_("离任日期"), null=True, blank=True)
    yearly_pay = models.DecimalField(_("年报酬（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(OfficerQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("村干部")
        verbose_name_plural = _("村干部")
        default_permissions = ()
        ordering = ["unit", "post", "id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="officer_county_public_id"),
            # One secretary and one head at a time; 一肩挑 takes both seats and is looked at by the service.
            models.UniqueConstraint(
                fields=["county", "unit", "post"],
                condition=models.Q(ended_on__isnull=True, post__in=["secretary", "both", "head"]),
                name="officer_one_in_post",
                violation_error_message=_("这个职务已有在任的人，请先登记离任。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="officer_span",
                violation_error_message=_("离任日期早于任职日期。"),
            ),
            *county_rules("officer", "unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slice_path(self) -> str:
        return self.unit.path
