"""The last step of an import, and the way back: one transaction, all rows or none."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organizations.models import ImportBatch, ImportRow
from organizations.rules import rule_value
from organizations.services import audit
from organizations.services.imports import register_of

State = ImportBatch.State


@transaction.atomic
def write(*, batch: ImportBatch, good_rows_only: bool, confirmed: bool, by, on: date, now: datetime) -> dict[str, int]:
    """Write the checked rows. Refuses wrong rows unless only the good ones are wanted, and questions nobody answered."""
    batch = _lock(batch)
    if batch.state != State.CHECKED:
        raise ValidationError(_("这一批现在不能导入，请刷新页面看它的状态。"))
    counts = batch.counts
    if counts["refused"] and not good_rows_only:
        raise ValidationError(
            _("有 %(n)s 行不能导入。请改好后重新上传，或者勾选“只导入没问题的行”。") % {"n": counts["refused"]}
        )
    if (counts["check"] or batch.warnings) and not confirmed:
        raise ValidationError({"confirmed": _("请先看过“请核对”的内容，再打勾。")})
    rows = list(ImportRow.objects.filter(batch=batch, state__in=("new", "changed", "check")))
    try:
        with transaction.atomic():
            written = register_of(batch).write(rows=rows, by=by, on=on) if rows else {}
    except IntegrityError as error:
        raise ValidationError(_("有记录刚被别人登记了，请重新核对后再导入。")) from error
    for row in rows:
        row.target, row.version_after = written[row.pk]
    ImportRow.objects.bulk_update(rows, ["target", "version_after"], batch_size=2000)
    done = {
        "new": sum(row.version_before is None for row in rows),
        "changed": sum(row.version_before is not None for row in rows),
        "same": counts["same"],
        "refused": counts["refused"],
    }
    batch.state, batch.written_at, batch.counts = State.WRITTEN, now, {**counts, "written": done}
    batch.save(update_fields=["state", "written_at", "counts"])
    audit.record(by=by, action="import.write", target=batch, after={"kind": batch.kind, **done})
    return done


@transaction.atomic
def undo(*, batch: ImportBatch, by, on: date, now: datetime) -> None:
    """Take a written batch back, whole, within the county's days. Refuses when a row was changed since."""
    batch = _lock(batch)
    if not may_undo(batch, on=on, now=now):
        raise ValidationError(_("这一批不能撤销：没有导入，或者已经过了可以撤销的天数。"))
    rows = list(ImportRow.objects.filter(batch=batch, version_after__isnull=False))
    try:
        with transaction.atomic():
            register_of(batch).take_back(rows=rows, by=by, on=on)
    except IntegrityError as error:
        raise ValidationError(_("这一批的记录已在别处使用，不能整批撤销。")) from error
    batch.state, batch.undone_at = State.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    audit.record(by=by, action="import.undo", target=batch, after={"kind": batch.kind, "rows": len(rows)})


def may_undo(batch: ImportBatch, *, on: date, now: datetime) -> bool:
    if batch.state != State.WRITTEN or batch.written_at is None:
        return False
    return now - batch.written_at <= timedelta(days=rule_value("imports.undo_days", on=on))


def _lock(batch: ImportBatch) -> ImportBatch:
    """The batch, with every other one of its register that waits: two people writing at once take turns."""
    waiting = ImportBatch.objects.filter(kind=batch.kind, state=State.CHECKED) | ImportBatch.objects.filter(pk=batch.pk)
    locked = {row.pk: row for row in waiting.order_by("pk").select_for_update(of=("self",))}
    return locked[batch.pk]
