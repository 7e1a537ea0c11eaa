"""Files that prove something."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.querysets.evidence import EvidenceQuerySet
from organizations.tenancy.constraints import county_rules
from organizations.tenancy.fields import CountyForeignKey
from organizations.tenancy.models import CountyManager, CountyOwned


class Evidence(CountyOwned):
    """A file of a unit, kept outside the web root under a random name. Stored by `services.evidence.store`.

    Only the one download view hands it out, after the permission check.
    """

    unit = CountyForeignKey("organizations.Unit", related_name="evidence", verbose_name=_("单位"))
    title = models.CharField(_("名称"), max_length=120)
    file_name = models.CharField(_("文件名"), max_length=160)
    stored_name = models.CharField(_("存储名"), max_length=80)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    uploaded_by = CountyForeignKey("organizations.Person", null=True, related_name="+", verbose_name=_("上传人"))

    objects = CountyManager.from_queryset(EvidenceQuerySet)()

    class Meta(CountyOwned.Meta):
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        default_permissions = ()
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "public_id"], name="evidence_county_public_id"),
            models.UniqueConstraint(fields=["county", "stored_name"], name="evidence_county_stored_name"),
            *county_rules("evidence", "unit", "uploaded_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slice_path(self) -> str:
        return self.unit.path
