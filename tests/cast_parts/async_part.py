"""Examples of what the worker, the trail and the file store keep."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from organizations.models import AuditEntry, Message, OutboxJob
from organizations.services import evidence, notices
from tests.cast import Cast


def picture(kind: str = "PNG", size: tuple[int, int] = (24, 16), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (180, 40, 40)).save(out, kind, **options)
    return out.getvalue()


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county, when units and people are there."""
    office, clerk = cast.accounts["county_office"], cast.accounts["township"]
    cast.extra.notice = notices.send_notice(
        by=office,
        subject=f"{mark}关于报送进展的通知",
        body=f"{mark}请于周五前报送。",
        units=[cast.units.office, cast.units.stone],
    )
    notices.deliver_notice(notice_id=cast.extra.notice.pk)
    messages = Message.objects.filter(notice=cast.extra.notice)
    cast.extra.message = messages.get(account=cast.accounts["county_admin"])
    cast.extra.township_message = messages.get(account=clerk)
    cast.extra.evidence = evidence.store(
        by=clerk,
        unit=cast.units.stone,
        title=f"{mark}会议照片",
        upload=SimpleUploadedFile(f"{mark}会议.png", picture()),
    )
    cast.extra.audit_entry = AuditEntry.objects.order_by("-seq").first()
    cast.extra.job = OutboxJob.objects.get(key=f"notice:{cast.extra.notice.public_id}")
