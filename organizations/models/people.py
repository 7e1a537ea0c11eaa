"""People of the county and what their accounts may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.people import MembershipQuerySet, PersonQuerySet
from organizations.roles import Role
from organizations.sealed import SealedField
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Person(CountyOwned):
    """A human being in the county; posts and log-ins are kept apart from it. Changed by `services.people`.

    Phone and citizen number are sealed in the database, masked on screen, and shown in full only by
    `services.people.reveal`, which asks a reason and writes an audit line. The e-mail address is sealed and masked too; the person
    types it in and sees it whole on the page of the own account (`services.emails`).
    """

    staff_no = models.CharField(_("工号"), max_length=30, blank=True)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True, editable=False)
    search_keys = models.CharField(_("检索键"), max_length=400, blank=True, editable=False)
    unit = CountyForeignKey("organizations.Unit", related_name="people", verbose_name=_("所在单位"))
    title = models.CharField(_("职务"), max_length=80, blank=True)
    phone = SealedField(_("手机号"), blank=True)
    citizen_number = SealedField(_("公民身份号码"), blank=True)
    email = SealedField(_("邮箱"), blank=True)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    account = models.OneToOneField(
        "organizations.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="person",
        verbose_name=_("账号"),
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects = CountyManager.from_queryset(PersonQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        default_permissions = ()
        ordering = ["pinyin", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "staff_no"],
                condition=~models.Q(staff_no=""),
                name="person_county_staff_no",
                violation_error_message=_("这个工号已经登记给别人。"),
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="person_county_public_id"),
            *county_rules("person", "unit", "account"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slice_path(self) -> str:
        return self.unit.path


class PersonMove(CountyOwned):
    """Where a person was before: unit and title over time."""

    person = CountyForeignKey(Person, on_delete=models.CASCADE, related_name="moves", verbose_name=_("人员"))
    from_unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("原单位"))
    to_unit = CountyForeignKey("organizations.Unit", related_name="+", verbose_name=_("新单位"))
    title_before = models.CharField(_("原职务"), max_length=80, blank=True)
    title_after = models.CharField(_("新职务"), max_length=80, blank=True)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("人员调动")
        verbose_name_plural = _("人员调动")
        default_permissions = ()
        ordering = ["-on", "-id"]
        constraints = [*county_rules("personmove", "person", "from_unit", "to_unit", rights="SELECT, INSERT")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class Membership(CountyOwned):
    """A role of an account in a unit. The one in use gives the session its rights and its slice.

    Changed by `services.accounts`; read anew at each request, so that taking a role away works at once.
    """

    account = models.ForeignKey(
        "organizations.Account",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="memberships",
        verbose_name=_("账号"),
    )
    unit = CountyForeignKey("organizations.Unit", related_name="memberships", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)

    objects = CountyManager.from_queryset(MembershipQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("任职授权")
        verbose_name_plural = _("任职授权")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "account", "unit", "role"],
                condition=models.Q(valid_to__isnull=True),
                name="membership_once",
                violation_error_message=_("这个账号在该单位已有同样的角色。"),
            ),
            models.UniqueConstraint(fields=["county", "public_id"], name="membership_county_public_id"),
            *county_rules("membership", "account", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"

    @property
    def slice_path(self) -> str:
        return self.unit.path
