"""What an import does to postings: registers, corrects, takes back. In bulk and without messages: a county that brings its
register in does not tell every village what it knows; the batch's audit line names the counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cadres.imports.posting_rows import DAYS, WRITTEN
from cadres.models import Finding, Leave, Posting, Recall
from organizations.imports.staging import opened, stored_values
from organizations.models import ImportRow, Person, Unit


@transaction.atomic
def write_postings(*, rows: Sequence[ImportRow], by, on: date) -> dict[int, tuple[UUID, int]]:
    """Write staged rows; refuses when a posting, village or person was changed since the check. Who is in charge of what
    at once the database refuses, in whatever order two people write."""
    values = {row.pk: opened(row.values) for row in rows}
    units, people = _places(values), _people(values)
    senders = {unit.code: unit for unit in Unit.objects.valid_on(on)}
    stored = _locked(rows)
    new: dict[int, Posting] = {}
    changed: dict[int, Posting] = {}
    for row in rows:
        data = values[row.pk]
        unit, person = units.get(data["code"]), people.get(data["person_id"])
        if unit is None or (unit.valid_to and unit.valid_to < on) or person is None or person.left_on:
            raise ValidationError(_("第 %(n)s 行的村或人员刚有变动，请重新核对。") % {"n": row.number})
        if row.target is None:
            new[row.pk] = posting = Posting(unit=unit, person=person, kind=data["kind"])
            _put(posting, data, senders)
            continue
        found = stored.get(row.target)
        if found is None or found.version != row.version_before or found.ended_on:
            raise ValidationError(_("第 %(n)s 行在核对以后被别人改过，请重新核对。") % {"n": row.number})
        changed[row.pk] = posting = found
        _put(posting, {name: data[name] for name in row.changes if name in data}, senders)
        posting.version += 1
    _save(list(changed.values()))
    Posting.objects.bulk_create(list(new.values()), batch_size=2000)
    return {key: (posting.public_id, posting.version) for key, posting in {**new, **changed}.items()}


@transaction.atomic
def take_back_postings(*, rows: Sequence[ImportRow], by, on: date) -> None:
    """Remove what the import registered and put back what it changed. Refuses everything when one was touched since."""
    stored = _locked(rows)
    for row in rows:
        if row.target not in stored or stored[row.target].version != row.version_after:
            text = _("第 %(n)s 行“%(name)s”在导入以后被改过，不能整批撤销。")
            raise ValidationError(text % {"n": row.number, "name": row.label})
    new = [stored[row.target].pk for row in rows if row.version_before is None and row.target]
    for model in (Leave, Finding, Recall):
        if model.objects.filter(posting__in=new).exists():
            raise ValidationError(_("这一批登记的人已有请假、检查或召回的记录，不能整批撤销。"))
    Posting.objects.filter(pk__in=new).delete()
    senders = {unit.code: unit for unit in Unit.objects.all()}
    changed = []
    for row in rows:
        if row.version_before is not None and row.target:
            posting = stored[row.target]
            _put(posting, stored_values(row.changes), senders)
            posting.version += 1
            changed.append(posting)
    _save(changed)


def _put(posting: Posting, values: Mapping[str, Any], senders: Mapping[str, Unit]) -> None:
    for name in WRITTEN:
        if name not in values:
            continue
        value = values[name]
        if name in DAYS:
            value = date.fromisoformat(value) if value else None
        elif name == "sending_unit":
            value = senders.get(value) if value else None
        setattr(posting, name, value if name != "document" else value or "")


def _save(rows: list[Posting]) -> None:
    """Those who give up charge first, so that it is free for who takes it."""
    for row in sorted(rows, key=lambda row: (row.in_charge_to is None, row.in_charge_from or date.min)):
        row.save(update_fields=[*WRITTEN, "version"])


def _locked(rows: Sequence[ImportRow]) -> dict[UUID, Posting]:
    wanted = [row.target for row in rows if row.target]
    found = Posting.objects.select_for_update(of=("self",)).filter(public_id__in=wanted)
    return {posting.public_id: posting for posting in found}


def _places(values: Mapping[int, Mapping[str, Any]]) -> dict[str, Unit]:
    """Villages by code, locked in one order: two who post to the same village take turns."""
    codes = {data["code"] for data in values.values()}
    found = Unit.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk")
    return {unit.code: unit for unit in found}


def _people(values: Mapping[int, Mapping[str, Any]]) -> dict[str, Person]:
    wanted = {data["person_id"] for data in values.values()}
    found = Person.objects.select_for_update(of=("self",)).filter(public_id__in=wanted).order_by("pk")
    return {str(person.public_id): person for person in found}
