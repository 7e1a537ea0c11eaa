"""What an import does to people: registers, corrects, takes back. In bulk; the batch's audit line names the counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.imports.staging import opened, stored_values
from organizations.models import ImportRow, Person, Unit
from organizations.pinyin import search_keys, sort_key

FIELDS = ["staff_no", "name", "title", "phone"]
WRITTEN = [*FIELDS, "pinyin", "search_keys", "version"]


@transaction.atomic
def write_people(*, rows: Sequence[ImportRow], by, on: date) -> dict[int, tuple[UUID, int]]:
    """Write staged rows; refuses when a person was changed since the check."""
    units = {unit.code: unit for unit in Unit.objects.valid_on(on)}
    stored = _locked(rows)
    new, changed = {}, {}
    for row in rows:
        values = opened(row.values)
        if row.target is None:
            unit = units.get(values["unit"])
            if unit is None:
                raise ValidationError(_("第 %(n)s 行的单位已停用，请重新核对。") % {"n": row.number})
            new[row.pk] = person = Person(unit=unit)
        else:
            found = stored.get(row.target)
            if found is None or found.version != row.version_before:
                raise ValidationError(_("第 %(n)s 行在核对以后被别人改过，请重新核对。") % {"n": row.number})
            changed[row.pk] = person = found
            person.version += 1
        _put(person, values)
    Person.objects.bulk_create(list(new.values()), batch_size=1000)
    Person.objects.bulk_update(list(changed.values()), WRITTEN, batch_size=500)
    return {key: (person.public_id, person.version) for key, person in {**new, **changed}.items()}


@transaction.atomic
def take_back_people(*, rows: Sequence[ImportRow], by, on: date) -> None:
    """Remove what the import registered and put back what it changed. Refuses everything when one was touched since."""
    stored = _locked(rows)
    for row in rows:
        if row.target not in stored or stored[row.target].version != row.version_after:
            text = _("第 %(n)s 行“%(name)s”在导入以后被改过，不能整批撤销。")
            raise ValidationError(text % {"n": row.number, "name": row.label})
    changed = []
    for row in rows:
        person = stored[row.target]
        if row.version_before is None:
            continue
        _put(person, stored_values(row.changes))
        person.version += 1
        changed.append(person)
    Person.objects.bulk_update(changed, WRITTEN, batch_size=500)
    new = [stored[row.target].pk for row in rows if row.version_before is None]
    if Person.objects.filter(pk__in=new, account__isnull=False).exists():
        raise ValidationError(_("这一批新登记的人员里已有人开通账号，不能整批撤销。"))
    # Straight to the table: the app's role may not delete moves, which an untouched person has none of. Whatever else
    # refers to the person is held by the database's own keys, and `undo` says so in words.
    people = Person.objects.filter(pk__in=new)
    people._raw_delete(people.db)


def _put(person: Person, values: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(person, name, values[name] or "")
    person.pinyin, person.search_keys = sort_key(person.name), search_keys(person.name)


def _locked(rows: Sequence[ImportRow]) -> dict[UUID | None, Person]:
    wanted = [row.target for row in rows if row.target]
    people = Person.objects.select_for_update(of=("self",)).select_related("unit")
    return {person.public_id: person for person in people.filter(public_id__in=wanted)}
