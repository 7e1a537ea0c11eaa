"""The scoring scheme of an assessment: the draft that is edited, and the versions that were put into force."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey, CountyOneToOne
from organizations.tenancy.models import CountyOwned


class SchemeDraft(CountyOwned):
    """What is being edited. `body` is a frozen `scheme.Scheme`; `sources` say for each leaf where its answer comes from
    (see `item_sources`). Changed by `services.schemes`."""

    assessment = CountyOneToOne(
        "assessments.Assessment",
        on_delete=models.CASCADE,
        related_name="draft",
        verbose_name=_("考核"),
    )
    body = models.JSONField(_("办法"))
    sources = models.JSONField(_("取数"), default=dict)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta(CountyOwned.Meta):
        verbose_name = _("计分办法草稿")
        verbose_name_plural = _("计分办法草稿")
        default_permissions = ()
        constraints = [*county_rules("schemedraft", "assessment")]

    def __str__(self) -> str:
        return str(self.assessment_id)


class SchemeVersion(CountyOwned):
    """A version in force from a day on: the app's role can add one and never change it, old scores keep theirs."""

    assessment = CountyForeignKey("assessments.Assessment", related_name="schemes", verbose_name=_("考核"))
    number = models.PositiveSmallIntegerField(_("版次"))
    body = models.JSONField(_("办法"))
    sources = models.JSONField(_("取数"), default=dict)
    body_hash = models.CharField(_("校验值"), max_length=64)
    valid_from = models.DateField(_("生效日期"))
    reason = models.CharField(_("变更理由"), max_length=300, blank=True)
    document_number = models.CharField(_("依据文件"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    made_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("经办人"))

    class Meta(CountyOwned.Meta):
        verbose_name = _("计分办法")
        verbose_name_plural = _("计分办法")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "assessment", "number"], name="schemeversion_once"),
            models.UniqueConstraint(fields=["county", "public_id"], name="schemeversion_county_public_id"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="schemeversion_change_has_reason"),
            *county_rules("schemeversion", "assessment", "made_by", rights="SELECT, INSERT"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} v{self.number}"
