"""Heads of the audit chains outside the database, and the check of a county's trail against them.

The file takes one JSON line an hour and county. It belongs on another host (or is shipped there): who can change both
database and file can change history.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organizations.models import AuditEntry, County
from organizations.services import audit, audit_chain
from organizations.tenancy.context import current_county_id


@dataclass(frozen=True)
class Report:
    """What a check found: how many entries were read, against how many anchors, and every finding."""

    entries: int
    anchors: int
    findings: list[audit_chain.Finding]

    @property
    def sound(self) -> bool:
        return not self.findings


def anchor_path() -> Path:
    named = settings.AUDIT_ANCHOR_PATH
    return Path(named) if named else Path(settings.EVIDENCE_ROOT).parent / "audit-heads.log"


def anchor_audit(*, period: str) -> bool:
    """Outbox handler: put down the head of the open county's chain; False when there is no entry yet.

    Done twice it writes the same head twice, which says the same.
    """
    head = AuditEntry.objects.order_by("-seq").values("seq", "hash").first()
    if head is None:
        return False
    line = {"county": _code(), "period": period, "at": timezone.now().isoformat(), **head}
    path = anchor_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    try:
        os.write(descriptor, (json.dumps(line) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True


def check_county() -> Report:
    """Read the open county's whole trail and compare it with its anchors."""
    anchors = list(_anchors(_code()))
    count = 0

    def entries() -> Iterator[audit_chain.Entry]:
        nonlocal count
        for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
            count += 1
            yield audit_chain.Entry(
                row.seq, row.at, row.account_id, {name: getattr(row, name) for name in audit_chain.COPIES},
                row.payload, row.previous_hash, row.hash,
            )  # fmt: skip

    _head, findings = audit_chain.check(entries(), anchors)
    return Report(count, len(anchors), findings)


@transaction.atomic
def check_and_record(*, by) -> Report:
    """`check_county` for a person who asked: the asking and its outcome stand in the trail."""
    report = check_county()
    audit.record(
        by=by, action="audit.verify", result="ok" if report.sound else "failed",
        after={"entries": report.entries, "anchors": report.anchors, "findings": len(report.findings)},
    )  # fmt: skip
    return report


def _anchors(code: str) -> Iterator[audit_chain.Anchor]:
    try:
        lines = anchor_path().read_text().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            found = json.loads(line)
            if found["county"] == code:
                yield audit_chain.Anchor(int(found["seq"]), str(found["hash"]))
        except (ValueError, KeyError, TypeError):
            continue  # a line cut off by a crash; the next hour's stands below it


def _code() -> str:
    return County.objects.values_list("code", flat=True).get(pk=current_county_id())
