"""Postings from Excel: found by village, post and person; a person by number, else by name."""

import difflib
from collections import defaultdict
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from cadres.imports.posting_rows import DAYS, Charge, PostingRow, row_of
from cadres.models import Leave, Posting, PostingKind
from cadres.resources.postings import PostingResource
from cadres.services import posting_import
from cadres.services.postings import FURTHEST, term_end
from organizations.imports.registers import Checked, Register
from organizations.imports.values import plain_name
from organizations.models import Person, Unit, UnitKind
from villages.imports.village_names import village_names

SETTLED = ("township", "name", "code", "person", "staff_no", "kind")
MONTH_ONLY = "没写到日"


class PostingRegister(Register):
    slug = "postings"
    title = _("派驻登记表")
    action = "cadres.edit_posting"
    resource = PostingResource
    list_url = "cadres:postings"
    icon = "user"

    def __init__(self) -> None:
        self.villages: dict[int, Unit] = {}
        self.found: dict[str, Unit | None] = {}
        self.by_number: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = {}

    def queryset(self, on: date) -> list[PostingRow]:
        villages = Unit.objects.filter(kind=UnitKind.VILLAGE, path__startswith=self.scope).valid_on(on)
        self.villages = {unit.pk: unit for unit in villages.select_related("parent")}
        self.found = village_names(self.villages.values())
        people: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(left_on__isnull=True).select_related("unit"):
            people[plain_name(person.name)].append(person)
            if person.staff_no:
                self.by_number[person.staff_no] = person
        self.by_name = dict(people)
        running = Posting.objects.filter(ended_on__isnull=True, unit__in=self.villages).for_rows().in_county_order()
        return [row_of(posting) for posting in running]

    def keys_of(self, existing):
        posting = existing.row.posting
        return [f"{posting.unit.code}|{posting.kind}|{posting.person_id}"]

    def key_of(self, values):
        unit, person = self._village(values), self._person(values)
        return [f"{unit.code}|{values['kind']}|{person.pk}"] if unit and person and values.get("kind") else []

    def examine(self, rows, existing, on):
        for row in rows:
            unit, person = self._village(row.values), self._person(row.values)
            _settle(row)
            if unit is None:
                self._refuse_village(row)
            if person is None:
                self._refuse_person(row)
            if unit is not None and person is not None and not _is_refused(row):
                row.values |= {"code": unit.code, "person_id": str(person.public_id)}
                self._examine_days(row, on)
                self._examine_sender(row)
        self._examine_charges(rows, existing)
        _examine_leave(rows)

    def write(self, *, rows, by, on):
        return posting_import.write_postings(rows=rows, by=by, on=on)

    def take_back(self, *, rows, by, on):
        posting_import.take_back_postings(rows=rows, by=by, on=on)

    def _village(self, values) -> Unit | None:
        """By code; a code that is not known finds nothing, whatever the name says."""
        if values.get("code"):
            return self.found.get(values["code"])
        name = plain_name(values.get("name") or "")
        return self.found.get(f"{values.get('township') or ''}|{name}") if name else None

    def _person(self, values) -> Person | None:
        """By number; else by name, if only one person of the name is there, or only one in the unit that sends."""
        name = plain_name(values.get("person") or "")
        if values.get("staff_no"):
            person = self.by_number.get(values["staff_no"])
            return person if person is not None and plain_name(person.name) == name else None
        same = self.by_name.get(name, [])
        own = [person for person in same if person.unit.code == values.get("sending_unit")]
        found = same if len(same) == 1 else own
        return found[0] if len(found) == 1 else None

    def _refuse_village(self, row: Checked) -> None:
        if _is_refused(row, "name", "code", "township"):
            return
        name, where = row.values.get("name") or "", "本乡镇" if self.scope else "这个乡镇"
        if row.values.get("code"):
            row.refuse("code", "没有这个代码的村")
        elif not row.values.get("township") and f"|{plain_name(name)}" in self.found:
            row.refuse("name", f"有几个村都叫“{name}”，请填乡镇或区划代码")
        else:
            names = [unit.name for unit in self.villages.values()]
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            row.refuse("name", f"{where}没有“{name}”" + (f"。是不是“{near[0]}”？" if near else ""), *near)

    def _refuse_person(self, row: Checked) -> None:
        if _is_refused(row, "person", "staff_no"):
            return
        name, same = row.values.get("person") or "", self.by_name.get(plain_name(row.values.get("person") or ""), [])
        if row.values.get("staff_no"):
            known = self.by_number.get(row.values["staff_no"])
            row.refuse("staff_no", f"这个工号是“{known.name}”，请核对" if known else "没有这个工号，请核对")
        elif same:
            row.refuse("person", f"有 {len(same)} 个人叫“{name}”，请填工号")
        else:
            near = difflib.get_close_matches(name, list(self.by_name), n=1, cutoff=0.6)
            ask = f"。是不是“{near[0]}”？" if near else "，请系统管理员先在“人员”里登记，也可以从 Excel 导入"
            row.refuse("person", f"名册里没有“{name}”{ask}", *near)

    def _examine_days(self, row: Checked, on: date) -> None:
        days = {name: _day(row.values.get(name)) for name in DAYS}
        starts, ends = days["starts_on"], days["ends_on"]
        if starts is None:
            return
        if (starts - on).days > FURTHEST:
            row.refuse("starts_on", "到任日期在一年以后，请核对年份")
        if ends is not None and ends < starts:
            row.refuse("ends_on", "任期届满日早于到任日期，请核对是不是填反了")
        if row.target is None and ends is None:
            row.values["ends_on"] = term_end(starts, on=on).isoformat()
        if row.values["kind"] != PostingKind.FIRST_SECRETARY:
            for name in ("in_charge_from", "in_charge_to"):
                if days[name]:
                    row.refuse(name, "只有第一书记登记主持工作的日期")
            return
        if row.target is None and days["in_charge_from"] is None:
            row.values["in_charge_from"], days["in_charge_from"] = starts.isoformat(), starts
        first, last = days["in_charge_from"], days["in_charge_to"]
        if last and not first and (row.target is None or "in_charge_from" in row.raw):
            row.refuse("in_charge_to", "填了主持工作至，没有填主持工作自")
        if first and first < starts:
            row.refuse("in_charge_from", "主持工作的日期早于到任日期")
        if first and last and last < first:
            row.refuse("in_charge_to", "结束日期早于开始日期，请核对是不是填反了")

    def _examine_sender(self, row: Checked) -> None:
        code = row.values.get("sending_unit")
        if code and code in self.found:
            row.refuse("sending_unit", "派出单位要填机关、单位，不是村")

    def _examine_charges(self, rows, existing) -> None:
        """Nobody in charge of two villages, no village with two in charge: against the register and within the file."""
        stands = {charge.posting_id: charge for charge in _stored_charges()}
        named = {row.target.row.posting.pk for row in rows if row.target is not None}
        taken = [charge for key, charge in stands.items() if key not in named]
        for row in rows:
            if _is_refused(row):
                if row.target is not None and row.target.row.posting.pk in stands:
                    taken.append(stands[row.target.row.posting.pk])
                continue
            charge = self._charge(row)
            if charge is None:
                continue
            other = next((one for one in taken if charge.clashes(one)), None)
            if other is not None:
                row.refuse(
                    next(name for name in ("in_charge_from", "starts_on") if name in row.raw), _clash(charge, other)
                )
            else:
                taken.append(charge)

    def _charge(self, row: Checked) -> Charge | None:
        unit, person = self._village(row.values), self._person(row.values)
        if unit is None or person is None or row.values.get("kind") != PostingKind.FIRST_SECRETARY:
            return None
        stored = row.target.row.posting if row.target else None
        first, last = (
            _day(row.values[name]) if name in row.values else getattr(stored, name, None)
            for name in ("in_charge_from", "in_charge_to")
        )
        if first is None:
            return None
        return Charge(unit.pk, person.pk, first, last or date.max, person.name, unit.name, row.number)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_refused(row: Checked, *columns: str) -> bool:
    """Whether one of these columns is refused; without columns, any."""
    return any(level == "refused" for name, (level, *_rest) in row.messages.items() if not columns or name in columns)


def _settle(row: Checked) -> None:
    """What finds the posting changes nothing of it; a month is as much as many know of a first day."""
    for name in SETTLED:
        if row.changes.pop(name, None) is not None and row.messages.get(name, ("",))[0] == "check":
            del row.messages[name]
    for name in ("ends_on", "in_charge_from"):
        # An empty cell says nothing: what is registered stays.
        if name in row.changes and not row.values.get(name):
            del row.changes[name], row.values[name]
            row.messages.pop(name, None)


def _stored_charges() -> list[Charge]:
    rows = Posting.objects.filter(kind=PostingKind.FIRST_SECRETARY, in_charge_from__isnull=False)
    return [
        Charge(
            row.unit_id, row.person_id, row.in_charge_from, row.in_charge_to or date.max, row.person.name, row.unit.name,
            posting_id=row.pk,
        )
        for row in rows.select_related("person", "unit")
        if row.in_charge_from
    ]  # fmt: skip


def _clash(charge: Charge, other: Charge) -> str:
    last = "现在" if other.last == date.max else f"{other.last}"
    place = f"（第 {other.line} 行）" if other.line else ""
    if other.unit_id == charge.unit_id:
        until = charge.first - timedelta(days=1)
        return (
            f"{other.who}{place}从 {other.first} 到{last}主持{other.where}的工作，主持时间不能重叠。"
            f"请先登记前任离任，或者在“主持工作至”写 {until} 以前"
        )
    return f"{other.who}{place}从 {other.first} 到{last}主持{other.where}的工作，一个人不能同时主持两个村"


def _examine_leave(rows) -> None:
    """A tour that would end before leave that is granted, or begin after it."""
    targets = {row.target.row.posting.pk: row for row in rows if row.target is not None}
    leave = Leave.objects.filter(posting__in=targets, state=Leave.State.APPROVED)
    for posting_id, starts, ends in leave.values_list("posting", "starts_on", "ends_on"):
        row = targets[posting_id]
        first = _day(row.values.get("starts_on"))
        if "starts_on" in row.changes and first and starts < first:
            row.ask("starts_on", f"{starts} 起已请过假，早于新的到任日期，请核对")
        last = _day(row.values.get("ends_on"))
        if "ends_on" in row.changes and last and ends > last:
            row.ask("ends_on", f"已批准请假到 {ends}，晚于新的届满日，请核对")
