"""Working groups: the leading group, its office, special groups and area commands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyOwned


class WorkingGroup(CountyOwned):
    """A body set up by paper to run a piece of work. Changed by `services.working_groups`."""

    class Kind(models.TextChoices):
        LEADING_GROUP = "leading_group", _("领导小组")
        OFFICE = "office", _("办公室")
        SPECIAL = "special", _("工作专班")
        AREA_COMMAND = "area_command", _("片区指挥部")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)
    parent = CountyForeignKey("self", null=True, blank=True, related_name="children", verbose_name=_("上级机构"))
    host_unit = CountyForeignKey("organizations.Unit", null=True, blank=True, related_name="+", verbose_name=_("设在"))
    paper = models.CharField(_("成立文件"), max_length=120, blank=True)
    valid_from = models.DateField(_("成立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("工作机构")
        verbose_name_plural = _("工作机构")
        default_permissions = ()
        permissions = [("edit_working_group", _("维护工作机构"))]
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                name="workinggroup_county_name",
                violation_error_message=_("已有同名的工作机构。"),
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="workinggroup_county_public_id"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="workinggroup_valid_span",
                violation_error_message=_("撤销日期早于成立日期。"),
            ),
            *county_rules("workinggroup", "parent", "host_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkingGroupMember(CountyOwned):
    """A person's post in a working group; the person may be known to the register or only by unit and post."""

    class Post(models.TextChoices):
        FIRST_HEAD = "first_head", _("第一组长")
        HEAD = "head", _("组长（主任）")
        DEPUTY = "deputy", _("副组长（副主任）")
        MEMBER = "member", _("成员")
        LIAISON = "liaison", _("联络员")

    group = CountyForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="members", verbose_name=_("工作机构"))
    post = models.CharField(_("职务"), max_length=20, choices=Post)
    person = CountyForeignKey(
        "organizations.Person", null=True, blank=True, related_name="group_posts", verbose_name=_("人员")
    )
    unit = CountyForeignKey("organizations.Unit", null=True, blank=True, related_name="+", verbose_name=_("单位"))
    duty = models.CharField(_("分工"), max_length=200, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta(CountyOwned.Meta):
        verbose_name = _("工作机构成员")
        verbose_name_plural = _("工作机构成员")
        default_permissions = ()
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(unit__isnull=False),
                name="workinggroupmember_somebody",
                violation_error_message=_("人员和单位至少填一项。"),
            ),
            *county_rules("workinggroupmember", "group", "person", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.post}"


class WorkingGroupArea(CountyOwned):
    """A unit (township, village) that an area command or special group looks after."""

    group = CountyForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="areas", verbose_name=_("工作机构"))
    unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("片区单位"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("片区单位")
        verbose_name_plural = _("片区单位")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "group", "unit"], name="workinggrouparea_once"),
            *county_rules("workinggrouparea", "group", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.unit_id}"
