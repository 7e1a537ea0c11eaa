"""Evidence: take a file in, hand it out to those who may see it, take it away again."""

import hashlib
import logging
import re
import unicodedata
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.file_types import MEGABYTE, examine
from organizations.models import Evidence, Person, Unit
from organizations.rules import rule_value
from organizations.services import audit, evidence_files

log = logging.getLogger(__name__)
LONGEST_NAME = 120


@transaction.atomic
def store(*, by, unit: Unit, title: str, upload: UploadedFile) -> Evidence:
    """Keep an uploaded file as evidence of a unit. Refuses what is not on the list of types, too large or broken.

    Pictures are drawn anew (upright, smaller, without position). When the transaction fails, no file stays behind.
    """
    if unit.valid_to:
        raise ValidationError(_("这个单位已经停用，不能再上传材料。"))
    largest = rule_value("evidence.max_megabytes", on=timezone.localdate())
    if upload.size is not None and upload.size > largest * MEGABYTE:
        raise ValidationError({"upload": _("文件超过 %(n)s MB，请压缩或拆分后再传。") % {"n": largest}})
    try:
        sound = examine(upload.name or "", upload.read())
    except ValidationError as refusal:
        raise ValidationError({"upload": refusal.messages}) from refusal
    name = file_name(upload.name or "", sound.kind)
    evidence = Evidence.objects.create(
        unit=unit,
        title=title.strip()[:LONGEST_NAME] or name.rpartition(".")[0],
        file_name=name,
        stored_name=evidence_files.write(sound.data),
        content_type=sound.content_type,
        size=len(sound.data),
        sha256=hashlib.sha256(sound.data).hexdigest(),
        uploaded_by=Person.objects.filter(account=by).first() if by is not None else None,
    )
    audit.record(by=by, action="evidence.add", target=evidence, after=_facts(evidence))
    return evidence


@transaction.atomic
def hand_out(*, by, evidence: Evidence) -> BinaryIO:
    """The open file, and a line in the trail that it was handed out. Raises FileNotFoundError when the disk lost it."""
    handle = evidence_files.open_file(evidence.stored_name)
    audit.record(by=by, action="evidence.download", target=evidence, after={"sha256": evidence.sha256})
    return handle


@transaction.atomic
def delete(*, by, evidence: Evidence, reason: str) -> None:
    """Take a file away for good, with a reason. Its line in the trail keeps name, size and digest. Refused while a
    filing rests on it."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明删除理由。")})
    audit.record(by=by, action="evidence.delete", target=evidence, before=_facts(evidence), reason=reason.strip())
    try:
        evidence.delete()
    except ProtectedError:
        raise ValidationError(_("这份材料是已填报内容的佐证，不能删除。")) from None
    evidence_files.remove_on_commit(evidence.stored_name)


def file_name(given: str, kind: str) -> str:
    """A name that can stand in a header and on any disk: one line, no path, no control signs, the true ending."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    # Also the signs that turn the direction of writing: they make gpj.exe look like exe.jpg.
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = re.sub(r'[<>:"|?*;]', "_", name.rpartition(".")[0] if "." in name else name).strip(" .")
    return f"{stem[:LONGEST_NAME] or 'file'}.{kind}"


def _facts(evidence: Evidence) -> dict[str, object]:
    return {
        "title": evidence.title,
        "file_name": evidence.file_name,
        "unit": str(evidence.unit),
        "size": evidence.size,
        "sha256": evidence.sha256,
    }
