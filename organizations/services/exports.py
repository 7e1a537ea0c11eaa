"""A list on its way out: a short one at once, a long one by the worker; each is one line in the trail."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.exports.delimited import write_delimited
from organizations.exports.kinds import ExportKind, Filters, count_of, find_kind, one_by_one
from organizations.exports.workbook import MOST_ROWS, write_workbook
from organizations.models import ExportJob, Person
from organizations.roles import reach_of
from organizations.rules import rule_value
from organizations.services import audit, evidence_files, export_files, outbox

log = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(hours=2)  # twice as long as a heavy job may take
IN_MEMORY = 4 * 1024 * 1024  # what is longer goes through a file without a name


@dataclass
class Answer:
    """The file itself, or the job that will write it."""

    file_name: str
    handle: BinaryIO | None = None
    job_id: UUID | None = None


@transaction.atomic
def ask(*, kind: ExportKind, filters: Filters, form: str, membership, by, on: date, now: datetime) -> Answer:
    """Take out what the filter leaves. Refuses a second long export of one account beside the first."""
    if form not in ExportJob.Form.values:
        raise ValidationError(_("请选择 Excel 或 CSV 格式。"))
    rows = kind.rows(filters, membership, on)
    count = count_of(rows)
    if count > MOST_ROWS:
        raise ValidationError(_("超过 %(n)s 行，一张表放不下。请先筛选再导出。") % {"n": MOST_ROWS})
    name = f"{kind.title}{on:%Y%m%d}.{form}"
    if count > rule_value("exports.direct_rows", on=on):
        return Answer(name, job_id=_put_down(kind, filters, form, name, count, membership, by, on, now).public_id)
    handle = _new_file()
    written = _write(
        handle, kind=kind, filters=filters, form=form, membership=membership, by=by, on=on, now=now, rows=rows
    )
    _note(by=by, kind=kind, filters=filters, form=form, rows=written)
    return Answer(name, handle=handle)


def _put_down(kind, filters, form, name, count, membership, by, on, now) -> ExportJob:
    stuck = ExportJob.objects.filter(account=by, state=ExportJob.State.WAITING, created_at__lt=now - GIVEN_UP)
    stuck.update(state=ExportJob.State.FAILED, problem=_("后台没有应答，请重新导出。"))
    job = ExportJob(
        kind=kind.slug,
        form=form,
        filters=dict(filters),
        words=kind.words(filters, membership, on)[:300],
        account=by,
        membership=membership,
        rows=count,
        file_name=name,
        created_at=now,
        expires_at=now + KEPT,
    )
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError as error:
        raise ValidationError(_("您有一个导出正在生成，请等它好了再导出下一个。"), code="busy") from error
    outbox.enqueue(kind="write_export", key=f"write_export:{job.public_id}", payload={"job_id": job.pk}, heavy=True)
    return job


def write_in_worker(*, job_id: int) -> None:
    """Outbox handler: write a long export with the rights that its membership has now."""
    waiting = ExportJob.objects.select_for_update(of=("self",)).select_related("account", "membership__unit__parent")
    job = waiting.filter(pk=job_id, state=ExportJob.State.WAITING).first()
    if job is None:
        return
    now = timezone.now()
    try:
        with transaction.atomic():
            _fill(job, now)
    except ValidationError as refusal:
        job.state, job.problem = ExportJob.State.FAILED, "".join(refusal.messages)[:300]
    except Exception:  # whatever it is, the person must be told and may ask again
        log.exception("Export %s could not be written", job.public_id)
        job.state, job.problem = ExportJob.State.FAILED, _("生成时出错，请重新导出。再不行请联系系统管理员。")
    job.done_at, job.expires_at = now, now + KEPT
    job.save(update_fields=["state", "problem", "rows", "stored_name", "size", "done_at", "expires_at"])


def _fill(job: ExportJob, now: datetime) -> None:
    on = timezone.localdate(now)
    kind, membership, account = find_kind(job.kind), job.membership, cast(Any, job.account)
    is_held = membership.valid_from <= on and (membership.valid_to is None or membership.valid_to >= on)
    if kind is None or not account.is_active or not is_held or reach_of(membership, kind.action) is None:
        raise ValidationError(_("申请以后权限有变动，不能再导出。"))
    account.membership = membership
    account.acting_person = Person.objects.filter(account=account).first()
    with _new_file() as handle:
        job.rows = _write(
            handle, kind=kind, filters=job.filters, form=job.form, membership=membership, by=account, on=on, now=now,
            rows=kind.rows(job.filters, membership, on),
        )  # fmt: skip
        job.size = handle.seek(0, 2)
        handle.seek(0)
        job.stored_name = export_files.keep(job=job, source=handle)
    _note(by=account, kind=kind, filters=job.filters, form=job.form, rows=job.rows, target=job)
    job.state = ExportJob.State.DONE


def remove_expired(*, now: datetime) -> int:
    """The broom's part: rows and files past their day; how many."""
    gone = list(ExportJob.objects.expired(now))
    for job in gone:
        if job.stored_name:
            evidence_files.remove_on_commit(job.stored_name)
    ExportJob.objects.filter(pk__in=[job.pk for job in gone]).delete()
    return len(gone)


def _write(handle: BinaryIO, *, kind, filters, form, membership, by, on, now, rows) -> int:
    table = kind.table(on, filters).with_made_line(_made_line(kind, filters, membership, by, on, now))
    writer = write_delimited if form == ExportJob.Form.CSV else write_workbook
    written = writer(handle, table, one_by_one(rows))
    handle.seek(0)
    return written


def _made_line(kind: ExportKind, filters: Filters, membership, by, on: date, now: datetime) -> str:
    """Stands on the sheet and at the foot of each printed page: a copy says where it came from."""
    person = getattr(by, "acting_person", None)
    who = f"{membership.unit} {person.name if person else by.login_name}"
    words = kind.words(filters, membership, on)
    return f"{who} {timezone.localtime(now):%Y-%m-%d %H:%M} 导出" + (f"；筛选：{words}" if words else "")


def _note(*, by, kind: ExportKind, filters: Mapping[str, Any], form: str, rows: int, target=None) -> None:
    after = {"kind": kind.slug, "filters": dict(filters), "form": form, "rows": rows}
    audit.record(by=by, action="export.make", target=target, after=after)


def _new_file() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  # closed by who asked for it
