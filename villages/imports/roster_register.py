"""The village roster from Excel: found by division code, else by township and name."""

import difflib
from datetime import date

from django.utils.translation import gettext_lazy as _

from organizations.imports.registers import Register
from organizations.imports.values import plain_name
from organizations.models import Unit, UnitKind
from villages.imports.roster_rows import OFFICER, roster_rows
from villages.models import OfficerPost
from villages.resources.roster import RosterResource
from villages.services import roster_import

# 12 digits; the first nine are the township's (GB/T 10114, statistical division codes).
CODE_DIGITS, TOWNSHIP_DIGITS = 12, 9
MONTH_ONLY = "没写到日"


class RosterRegister(Register):
    slug = "villages"
    title = _("村级台账")
    action = "villages.edit_village"
    resource = RosterResource
    list_url = "villages:roster"
    icon = "village"

    def queryset(self, on: date):
        # One that was closed today, by taking an import back, is gone already.
        open_now = Unit.objects.filter(kind=UnitKind.VILLAGE, valid_to__isnull=True)
        villages = open_now.filter(path__startswith=self.scope).select_related("parent").in_county_order()
        return roster_rows(villages, on)

    def keys_of(self, existing):
        unit = existing.row.facts.unit
        town = unit.parent.code if unit.parent else ""
        names = {plain_name(name) for name in (unit.name, unit.short_name, *unit.aliases) if name}
        return [unit.code, *(f"{town}|{name}" for name in names)]

    def key_of(self, values):
        keys = [values["code"]] if values.get("code") else []
        if values.get("township") and values.get("name"):
            keys.append(f"{values['township']}|{plain_name(values['name'])}")
        return keys

    def group_of(self, existing):
        parent = existing.row.facts.unit.parent
        return parent.code if parent else None

    def examine(self, rows, existing, on):
        names: dict[str, list[str]] = {}
        for one in existing:
            parent = one.row.facts.unit.parent
            names.setdefault(parent.code if parent else "", []).append(one.row.name)
        towns = Unit.objects.filter(kind=UnitKind.TOWNSHIP).valid_on(on)
        within = {unit.code for unit in towns if unit.path.startswith(self.scope) or self.scope.startswith(unit.path)}
        for row in rows:
            _month_is_enough(row)
            town = row.values.get("township") or ""
            if town and town not in within:
                row.refuse("township", "只能导入本乡镇的村" if self.scope else "这里要填乡镇（街道）")
            elif row.target is None:
                self._examine_unknown(row, names, town)
            else:
                _examine_known(row)
            _examine_secretary(row)
            _examine_figures(row)

    def _examine_unknown(self, row, names, town):
        if not row.key and not row.messages:
            row.refuse("name", "没有填乡镇，也没有填区划代码，不知道是哪个村")
            return
        code, name = row.values.get("code") or "", row.values.get("name") or ""
        near = difflib.get_close_matches(name, names.get(town, []), n=1, cutoff=0.5)
        if near and plain_name(near[0]) == plain_name(name):
            row.refuse("code", f"“{name}”登记的代码不是这个，请核对代码")
        elif self.scope:
            row.refuse("name", f"本乡镇没有“{name}”。新设村请报县里登记", near[0] if near else "")
        elif not code:
            reason = f"这个乡镇没有“{name}”" + (f"。是不是“{near[0]}”？" if near else "。新设的村要填区划代码")
            row.refuse("name", reason, near[0] if near else "")
        elif not town:
            row.refuse("township" if "township" in row.raw else "code", "没有这个代码的村。新设的村要填乡镇")
        elif not (len(code) == CODE_DIGITS and code.isdigit()):
            row.refuse("code", f"区划代码应为 {CODE_DIGITS} 位数字")
        elif code[:TOWNSHIP_DIGITS] != town[:TOWNSHIP_DIGITS]:
            row.refuse("code", f"前 {TOWNSHIP_DIGITS} 位与乡镇的代码 {town[:TOWNSHIP_DIGITS]} 不一致")
        elif not any(level == "refused" for level, _reason, _proposal in row.messages.values()):
            row.ask("name", "台账里没有这个村，导入后新设")

    def write(self, *, rows, by, on):
        return roster_import.write_roster(rows=rows, by=by, on=on)

    def take_back(self, *, rows, by, on):
        roster_import.take_back_roster(rows=rows, by=by, on=on)


def _month_is_enough(row) -> None:
    """People know year and month of birth; the first of the month is what everybody writes."""
    for name in ("born_on", "started_on"):
        level, reason, _proposal = row.messages.get(name, ("", "", ""))
        if level == "check" and reason.startswith(MONTH_ONLY):
            del row.messages[name]


def _examine_known(row) -> None:
    """Code, name and township of a village are changed where units are kept."""
    unit = row.target.row.facts.unit
    known = {plain_name(name) for name in (unit.name, unit.short_name, *unit.aliases) if name}
    if "name" in row.changes:
        if plain_name(row.values["name"] or "") in known:
            del row.changes["name"]
        else:
            row.refuse("name", f"这个代码是“{unit.name}”。更名请在“单位”里登记", unit.name)
    if "code" in row.changes:
        if row.values["code"]:
            row.refuse("code", f"“{unit.name}”的代码是 {unit.code}，请核对", unit.code)
        else:
            del row.changes["code"]  # found by name; an empty code says nothing
            row.messages.pop("code", None)
    if "township" in row.changes:
        if row.values["township"]:
            parent = unit.parent.name if unit.parent else ""
            row.refuse("township", f"这个村在“{parent}”。调整隶属请在“单位”里登记", parent)
        else:
            del row.changes["township"]
            row.messages.pop("township", None)


def _examine_secretary(row) -> None:
    given = [name for name in (*OFFICER, "both_posts") if row.values.get(name) not in (None, "")]
    if "secretary" in row.raw and not row.values.get("secretary") and given and "secretary" not in row.messages:
        row.refuse("secretary", "没填书记姓名")
    if "secretary" not in row.raw and given and (row.target is None or row.target.row.facts.secretary is None):
        row.refuse(given[0], "没有登记书记，表里也没有“书记姓名”一列")
    if row.values.get("both_posts") and row.target is not None:
        head = next((one for one in row.target.row.facts.officers if one.post == OfficerPost.HEAD), None)
        if head is not None:
            row.refuse("both_posts", f"现任主任是“{head.name}”，请先登记离任")
    if "secretary" in row.changes and row.target and row.target.row.secretary and row.values.get("secretary"):
        row.ask("secretary", f"原书记是“{row.target.row.secretary}”，导入后登记离任")


def _examine_figures(row) -> None:
    people = row.values.get("residents")
    for name, words in (("households", "户数"), ("party_members", "党员数")):
        if isinstance(people, int) and isinstance(row.values.get(name), int) and row.values[name] > people:
            row.refuse(name, f"{words}大于人口数，请核对")
    if row.target is None:
        return
    for name in ("households", "residents", "party_members"):
        old, new = getattr(row.target.row, name), row.values.get(name)
        if name in row.changes and old and isinstance(new, int) and (new >= old * 10 or new * 2 <= old):
            row.ask(name, "是原来的 10 倍以上，请核对" if new >= old * 10 else "比原来少了一半，请核对")
