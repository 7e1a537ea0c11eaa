"""Photos and papers of one item. Apart from its text: a picture that arrives does not make the text of another phone stale."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Filing, FilingEvidence, FilingItem
from organizations.rules import rule_value
from organizations.services import audit, evidence


@transaction.atomic
def add_photo(*, item: FilingItem, by, upload: UploadedFile, on: date) -> FilingEvidence:
    filing = _open_filing(item)
    most = rule_value("filing.most_photos", on=on)
    if item.proofs.count() >= most:
        raise ValidationError({"upload": _("一项最多 %(n)s 个文件。") % {"n": most}})
    kept = evidence.store(by=by, unit=filing.unit, title="", upload=upload)
    return FilingEvidence.objects.create(item=item, evidence=kept)


@transaction.atomic
def remove_photo(*, proof: FilingEvidence, by) -> None:
    """Takes the file away for good when nothing else rests on it."""
    filing = _open_filing(proof.item)
    kept = proof.evidence
    proof.delete()
    if FilingEvidence.objects.filter(evidence=kept).exists():
        audit.record(by=by, action="filing.remove_photo", target=filing, before={"file_name": kept.file_name})
    else:
        evidence.delete(by=by, evidence=kept, reason=_("填报前删除"))


def _open_filing(item: FilingItem) -> Filing:
    filing = Filing.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=item.filing_id)
    closed = filing.campaign.state not in (Campaign.State.PUBLISHED, Campaign.State.PAUSED)
    if closed or filing.state not in (Filing.State.DRAFT, Filing.State.RETURNED) or item.state == "accepted":
        raise ValidationError({"upload": _("已经提交，不能再改材料。要改请先撤回。")})
    return filing
