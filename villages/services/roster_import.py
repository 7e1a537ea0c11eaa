"""What an import does to the roster: sets up villages, writes register rows, yearly facts and secretaries, takes it all
back. In bulk; the batch's audit line names the counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.imports.staging import opened, stored_values
from organizations.models import ImportRow, Unit, UnitEvent, UnitKind
from organizations.pinyin import search_keys
from villages.imports.roster_rows import OFFICER, VILLAGE, YEAR, stamp
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear
from villages.selectors.facts import VillageFacts, village_facts

EMPTY = {"organization": "branch", "was_poor": False, "weak_organization": False}
DATES, AMOUNTS = ("born_on", "started_on"), ("yearly_pay",)
MAY_BE_NULL = ("entrepreneur", *DATES, *AMOUNTS, *YEAR)


@transaction.atomic
def write_roster(*, rows: Sequence[ImportRow], by, on: date) -> dict[int, tuple[UUID, int]]:
    """Write staged rows; refuses when a village was changed since the check."""
    values = {row.pk: opened(row.values) for row in rows}
    facts = _locked(rows, on)
    for row in rows:
        if row.target is not None and (row.target not in facts or stamp(facts[row.target]) != row.version_before):
            raise ValidationError(_("第 %(n)s 行在核对以后被别人改过，请重新核对。") % {"n": row.number})
    made = _set_up([row for row in rows if row.target is None], values, on)
    known = {row.pk: facts[row.target] if row.target else VillageFacts(made[row.pk]) for row in rows}
    _write_all(((known[row.pk], _changed(row, values[row.pk], known[row.pk], on)) for row in rows), on)
    after = village_facts(units=[facts.unit for facts in known.values()], on=on)
    return {key: (one.unit.public_id, stamp(after[one.unit.pk])) for key, one in known.items()}


@transaction.atomic
def take_back_roster(*, rows: Sequence[ImportRow], by, on: date) -> None:
    """Close what the import set up and put back what it changed. Refuses everything when one was touched since."""
    facts = _locked(rows, on)
    for row in rows:
        if row.target not in facts or stamp(facts[row.target]) != row.version_after:
            text = _("第 %(n)s 行“%(name)s”在导入以后被改过，不能整批撤销。")
            raise ValidationError(text % {"n": row.number, "name": row.label})
    new = [facts[row.target].unit for row in rows if row.version_before is None and row.target]
    ours = [unit.pk for unit in new]
    if Unit.objects.filter(parent__in=ours).exists():
        raise ValidationError(_("这一批新设的村已有下级单位，不能整批撤销。"))
    for model in (Village, VillageYear, VillageOfficer):
        model.objects.filter(unit__in=ours).delete()
    for unit in new:
        unit.valid_to, unit.version = max(on, unit.valid_from), unit.version + 1
    Unit.objects.bulk_update(new, ["valid_to", "version"], batch_size=500)
    UnitEvent.objects.bulk_create(
        [UnitEvent(unit=unit, kind=UnitEvent.Kind.CLOSED, on=on, before={"name": unit.name}) for unit in new]
    )
    changed = [row for row in rows if row.version_before is not None and row.target]
    _write_all(((facts[row.target], stored_values(row.changes)) for row in changed if row.target), on, back=True)


def _changed(row: ImportRow, values: Mapping[str, Any], facts: VillageFacts, on: date) -> dict[str, Any]:
    """What the row writes. The first figures of a year bring the others of the table with them, the same as last year's
    or not: they are what the village reports for this year, and without them the newest row would show gaps."""
    if row.target is None:
        return {name: value for name, value in values.items() if value is not None}
    changed = {name: values[name] for name in row.changes if name in values}
    if any(name in changed for name in YEAR) and (facts.year is None or facts.year.year != on.year):
        changed |= {name: values[name] for name in YEAR if values.get(name) is not None}
    return changed


def _set_up(rows: Sequence[ImportRow], values: Mapping[int, Mapping[str, Any]], on: date) -> dict[int, Unit]:
    """New villages as units below their townships; one of that code that an import had set up before comes back."""
    towns = {unit.code: unit for unit in Unit.objects.filter(kind=UnitKind.TOWNSHIP).valid_on(on)} if rows else {}
    codes = {values[row.pk].get("code") for row in rows}
    gone = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)} if rows else {}
    made, again = {}, []
    for row in rows:
        data = values[row.pk]
        town = towns.get(data.get("township") or "")
        unit = gone.get(data["code"])
        if town is None or (unit is not None and (not unit.valid_to or unit.kind != UnitKind.VILLAGE)):
            raise ValidationError(_("第 %(n)s 行的乡镇已停用或代码刚被别人使用，请重新核对。") % {"n": row.number})
        if unit is None:
            unit = Unit(code=data["code"], kind=UnitKind.VILLAGE, valid_from=on)
        else:
            unit.valid_to, unit.version = None, unit.version + 1
            again.append(unit)
        unit.name, unit.parent, unit.path = data["name"], town, f"{town.path}{data['code']}/"
        unit.search_keys = search_keys(unit.name)
        made[row.pk] = unit
    Unit.objects.bulk_create([unit for unit in made.values() if unit.pk is None], batch_size=5000)
    Unit.objects.bulk_update(again, ["name", "parent", "path", "search_keys", "valid_to", "version"], batch_size=500)
    UnitEvent.objects.bulk_create(
        [
            UnitEvent(unit=unit, kind=UnitEvent.Kind.OPENED, on=on, after={"code": unit.code, "name": unit.name})
            for unit in made.values()
        ],
        batch_size=5000,
    )
    return made


def _write_all(changes: Iterable[tuple[VillageFacts, Mapping[str, Any]]], on: date, *, back: bool = False) -> None:
    """Values by column into the three tables: new and changed rows in bulk, and the secretaries who come and go."""
    villages: list[Village] = []
    years: list[VillageYear] = []
    unmade: list[Village | VillageYear] = []
    officers = _Officers(on, back=back)
    for facts, values in changes:
        if any(name in values for name in VILLAGE):
            village = facts.village or Village(unit=facts.unit)
            _put(village, values, VILLAGE)
            (unmade if back and village.version == 1 else villages).append(village)
        if any(name in values for name in YEAR):
            year = _year(facts, values, on)
            (unmade if back and year.version == 1 else years).append(year)
        officers.take(facts, values)
    for row in unmade:  # untouched since the import made it
        row.delete()
    _save(Village, villages, [*VILLAGE, "version"])
    _save(VillageYear, years, [*YEAR, "version"])
    officers.write()


def _year(facts: VillageFacts, values: Mapping[str, Any], on: date) -> VillageYear:
    """This year's row; figures of last year that the table does not name are carried into it by nobody."""
    stored = facts.year if facts.year is not None and facts.year.year == on.year else None
    row = stored or VillageYear(unit=facts.unit, year=on.year)
    _put(row, values, YEAR)
    return row


class _Officers:
    """The secretaries of the rows: corrected, replaced, or ended."""

    def __init__(self, on: date, *, back: bool):
        self.on, self.back = on, back
        self.new: list[VillageOfficer] = []
        self.changed: list[VillageOfficer] = []
        self.removed: list[int] = []
        self.wanted: dict[int, tuple[VillageFacts, Mapping[str, Any]]] = {}

    def take(self, facts: VillageFacts, values: Mapping[str, Any]) -> None:
        if not any(name in values for name in (*OFFICER, "secretary", "both_posts")):
            return
        now = facts.secretary
        if "secretary" in values and (now is None or now.name != values["secretary"]):
            if self.back:
                self.wanted[facts.unit.pk] = (facts, values)
                return
            self._replace(facts, values)
        elif now is not None:
            self._correct(now, values)

    def _replace(self, facts: VillageFacts, values: Mapping[str, Any]) -> None:
        """Who was secretary leaves the day before; one whose first day is given later stays until then."""
        now = facts.secretary
        fresh = None
        if values["secretary"]:
            fresh = VillageOfficer(unit=facts.unit, name=values["secretary"], post=OfficerPost.SECRETARY)
            _put(fresh, values, OFFICER)
            if values.get("both_posts"):
                fresh.post = OfficerPost.BOTH
            self.new.append(fresh)
        if now is not None:
            day = fresh.started_on if fresh and fresh.started_on and fresh.started_on <= self.on else self.on
            now.ended_on = max(day - timedelta(days=1), now.started_on or date.min)
            now.version += 1
            self.changed.append(now)

    def _correct(self, officer: VillageOfficer, values: Mapping[str, Any]) -> None:
        _put(officer, values, OFFICER)
        if "both_posts" in values:
            officer.post = OfficerPost.BOTH if values["both_posts"] else OfficerPost.SECRETARY
        officer.version += 1
        self.changed.append(officer)

    def _put_back(self) -> None:
        """The secretary whom the import had brought goes; the one before, whom it had ended, is in office again."""
        before: dict[int, VillageOfficer] = {}
        ended = VillageOfficer.objects.filter(unit__in=self.wanted, ended_on__isnull=False).secretaries()
        for officer in ended.order_by("ended_on", "pk"):
            before[officer.unit_id] = officer
        for unit_id, (facts, values) in self.wanted.items():
            if facts.secretary is not None:
                self.removed.append(facts.secretary.pk)
            former = before.get(unit_id)
            if values["secretary"] and former is not None and former.name == values["secretary"]:
                former.ended_on = None
                former.version += 1
                self.changed.append(former)

    def write(self) -> None:
        if self.wanted:
            self._put_back()
        VillageOfficer.objects.filter(pk__in=self.removed).delete()
        # First those who leave, so that the seat is free; then who comes.
        VillageOfficer.objects.bulk_update(self.changed, [*OFFICER, "post", "ended_on", "version"], batch_size=500)
        VillageOfficer.objects.bulk_create(self.new, batch_size=5000)


def _put(row: Any, values: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in names:
        if name not in values:
            continue
        value = values[name]
        if value is None:
            value = EMPTY.get(name, None if name in MAY_BE_NULL else "")
        elif name in DATES:
            value = date.fromisoformat(value)
        elif name in AMOUNTS:
            value = Decimal(value)
        setattr(row, name, value)


def _save(model, rows: Sequence[Any], fields: list[str]) -> None:
    stored = [row for row in rows if row.pk is not None]
    for row in stored:
        row.version += 1
    model.objects.bulk_create([row for row in rows if row.pk is None], batch_size=5000)
    model.objects.bulk_update(stored, fields, batch_size=500)


def _locked(rows: Sequence[ImportRow], on: date) -> dict[UUID, VillageFacts]:
    """The villages of the rows, their units locked: two imports of the same village take turns."""
    wanted = [row.target for row in rows if row.target]
    units = list(Unit.objects.select_for_update(of=("self",)).select_related("parent").filter(public_id__in=wanted))
    return {facts.unit.public_id: facts for facts in village_facts(units=units, on=on).values()}
