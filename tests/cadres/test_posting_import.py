"""Postings from Excel: each workbook with its written answer; written, changed, taken back; nothing of a person leaks."""

import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cadres.imports.posting_rows import Charge
from cadres.models import Leave, Posting
from organizations.models import AuditEntry, Person, Unit
from organizations.pinyin import search_keys, sort_key
from tests.organizations.imports.test_pages import batch_at, upload, write
from tests.organizations.imports.workbooks import xlsx

HEAD = ["序号", "乡镇", "村名", "职务", "姓名", "派出单位", "任职文件", "到任时间", "任期至"]
TITLE = ["岚溪县驻村第一书记和工作队员名册"]
DATE_LINE = ["填报单位：县委组织部", "", "", "", "", "", "", "2026年6月"]
RIDGE, FORD = ("石桥镇", "岭上村"), ("石桥镇", "渡口村")


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def people(county_a, inside_a):
    """何晓溪 of 县农业农村局, two of the name 白一舟, and one with a number."""
    with inside_a():
        units = county_a.units
        for name, unit, number in (
            ("何晓溪", units.farming, ""), ("白一舟", units.farming, ""), ("白一舟", units.finance, "S7"), ("陶然亭", units.finance, "S8"),
        ):  # fmt: skip
            Person.objects.create(
                name=name,
                pinyin=sort_key(name),
                search_keys=search_keys(name),
                unit=unit,
                staff_no=number,
                phone="13900000077",
            )
        return {"farming": units.farming.name, "finance": units.finance.name, "posted": county_a.people["village"].name}


def line(
    place, kind="第一书记", who="何晓溪", sender="{farming}", starts="2026-03-01", ends="", document="岚组发〔2026〕6号"
):
    return [1, *place, kind, who, sender, document, starts, ends]


# Rows → state of the last row, column with a word in its message (or none).
BOOKS = {
    "plain": ([TITLE, DATE_LINE, HEAD, line(RIDGE)], "new", None),
    "team member": ([HEAD, line(RIDGE, kind="驻村队员")], "new", None),
    "month is asked": ([HEAD, line(RIDGE, starts="2026.03")], "check", ("starts_on", "没写到日")),
    "dates swapped": ([HEAD, line(RIDGE, starts="2028-03-01", ends="2026-03-01")], "refused", ("starts_on", "一年以后")),
    "end before begin": ([HEAD, line(RIDGE, ends="2025-03-01")], "refused", ("ends_on", "填反")),
    "no first day": ([HEAD, line(RIDGE, starts="")], "refused", ("starts_on", "没填到任日期")),
    "unknown person": ([HEAD, line(RIDGE, who="何小溪")], "refused", ("person", "是不是“何晓溪”")),
    "nobody like it": ([HEAD, line(RIDGE, who="上官云逸")], "refused", ("person", "先在“人员”里登记")),
    "two of the name": ([HEAD, line(RIDGE, who="白一舟", sender="")], "refused", ("person", "请填工号")),
    "the unit tells which": ([HEAD, line(RIDGE, who="白一舟", sender="{finance}")], "new", None),
    "the number tells which": ([[*HEAD, "工号"], [*line(RIDGE, who="白一舟", sender=""), "S7"]], "new", None),
    "number of another": ([[*HEAD, "工号"], [*line(RIDGE), "S8"]], "refused", ("staff_no", "这个工号是“陶然亭”")),
    "unknown number": ([[*HEAD, "工号"], [*line(RIDGE), "S99"]], "refused", ("staff_no", "没有这个工号")),
    "unknown village": ([HEAD, line(("石桥镇", "岭土村"))], "refused", ("name", "是不是“岭上村”")),
    "village of another township": ([HEAD, line(("枫林乡", "岭上村"))], "refused", ("name", "这个乡镇没有“岭上村”")),
    "unknown sender": ([HEAD, line(RIDGE, sender="县粮食局")], "refused", ("sending_unit", "没有这个派出单位")),
    "a village sends nobody": ([HEAD, line(RIDGE, sender="渡口村")], "refused", ("sending_unit", "不是村")),
    "second in charge": ([HEAD, line(FORD)], "refused", ("starts_on", "主持时间不能重叠")),
    "in charge of two": ([HEAD, line(RIDGE, who="{posted}", sender="")], "refused", ("starts_on", "不能同时主持两个村")),
    "two in the file": ([HEAD, line(RIDGE), line(RIDGE, who="陶然亭", sender="{finance}")], "refused", ("starts_on", "第 2 行")),
    "one for two in the file": ([HEAD, line(RIDGE), line(("枫林乡", "泉眼村"))], "refused", ("starts_on", "不能同时主持两个村")),
    "twice the same": ([HEAD, line(RIDGE), line(RIDGE)], "refused", ("township", "重复")),
    "handover with a day": (
        [[*HEAD, "主持工作至"], [*line(RIDGE), "2026-05-31"], [*line(RIDGE, who="陶然亭", sender="{finance}", starts="2026-06-01"), ""]],
        "new", None,
    ),
    "charge of a team member": (
        [[*HEAD, "主持工作自"], [*line(RIDGE, kind="工作队员"), "2026-03-01"]], "refused", ("in_charge_from", "只有第一书记"),
    ),
    "charge before arrival": ([[*HEAD, "主持工作自"], [*line(RIDGE), "2026-02-01"]], "refused", ("in_charge_from", "早于到任")),
    "charge until, without from": (
        [[*HEAD, "主持工作自", "主持工作至"], [*line(RIDGE), "2026-05-01", "2026-04-01"]], "refused", ("in_charge_to", "填反"),
    ),
    "unknown post": ([HEAD, line(RIDGE, kind="驻村队长人")], "refused", ("kind", "岗位里没有")),
}  # fmt: skip


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_workbook_has_its_answer(office, county_a, inside_a, people, book):
    rows, state, message = book
    data = xlsx(*[[cell.format(**people) if isinstance(cell, str) else cell for cell in row] for row in rows])
    address = upload(office, data, "postings", "名册.xlsx")
    with inside_a():
        found = list(batch_at(address).rows.order_by("number"))
        said = {name: reason for name, (_level, reason, _proposal) in found[-1].messages.items()}
        assert found[-1].state == state, said
        if message:
            assert message[1] in said.get(message[0], ""), said
        before = Posting.objects.count()
    done = write(office, address, confirmed="on")
    with inside_a():
        wrote = Posting.objects.count() - before
        assert (done.status_code, wrote) == ((422, 0) if state == "refused" else (302, len(found)))


def test_a_new_first_secretary_is_in_charge_from_the_first_day_for_the_countys_term(office, county_a, inside_a, people):
    address = upload(
        office,
        xlsx(HEAD, [cell.format(**people) if isinstance(cell, str) else cell for cell in line(RIDGE)]),
        "postings",
    )
    assert write(office, address).status_code == 302
    with inside_a():
        posting = Posting.objects.get(person__name="何晓溪")
        assert (posting.unit, posting.sending_unit) == (county_a.units.ridge, county_a.units.farming)
        assert posting.in_charge_from == datetime.date(2026, 3, 1)
        assert posting.ends_on == datetime.date(2028, 2, 29)
        entry = AuditEntry.objects.filter(action="import.write").latest("seq")
        assert json.loads(entry.payload)["after"]["new"] == 1
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert not Posting.objects.filter(person__name="何晓溪").exists()
    assert (
        write(
            office,
            upload(
                office,
                xlsx(HEAD, [cell.format(**people) if isinstance(cell, str) else cell for cell in line(RIDGE)]),
                "postings",
            ),
        ).status_code
        == 302
    )


def test_no_way_back_when_somebody_had_leave_since(office, county_a, inside_a, people):
    address = upload(
        office,
        xlsx(HEAD, [cell.format(**people) if isinstance(cell, str) else cell for cell in line(RIDGE)]),
        "postings",
    )
    write(office, address)
    with inside_a():
        posting = Posting.objects.get(person__name="何晓溪")
        day = datetime.date(2026, 5, 6)
        Leave.objects.create(
            posting=posting, person=posting.person, unit=posting.unit, kind="personal", starts_on=day, ends_on=day, days=1,
            reason="家里有事", state="approved", tier="township",
        )  # fmt: skip
    answer = office.post(f"{address}undo/")
    assert answer.status_code == 422
    assert "已有请假" in answer.content.decode()
    with inside_a():
        assert Posting.objects.filter(pk=posting.pk).exists()


def current(office):
    return load_workbook(io.BytesIO(office.get("/import/postings/current/").content))


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_export_and_import_is_the_identity(office, county_a, inside_a):
    address = upload(office, saved(current(office)), "postings", "现有.xlsx")
    with inside_a():
        running = Posting.objects.filter(ended_on__isnull=True).count()
        assert batch_at(address).counts == {
            "all": running,
            "new": 0,
            "changed": 0,
            "same": running,
            "check": 0,
            "refused": 0,
        }


def test_editing_the_file_changes_exactly_that_and_undo_puts_it_back(office, county_a, inside_a):
    book = current(office)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    name = county_a.people["village"].name
    row = next(cells[0].row for cells in sheet.iter_rows() if name in [cell.value for cell in cells])
    column = next(place for title, place in heads.items() if str(title).startswith("任职文件"))
    sheet.cell(row, column).value = "岚组发〔2026〕9号"
    with inside_a():
        before = {one.pk: (one.document, one.version) for one in Posting.objects.all()}
    address = upload(office, saved(book), "postings", "改.xlsx")
    body = office.get(address).content.decode()
    assert "岚组发〔2026〕9号" in body
    assert write(office, address).status_code == 302
    with inside_a():
        after = {one.pk: (one.document, one.version) for one in Posting.objects.all()}
        changed = {key for key in after if after[key] != before[key]}
        assert changed == {county_a.extra.posting.pk}
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert {one.pk: one.document for one in Posting.objects.all()} == {
            key: value for key, (value, _v) in before.items()
        }


def test_an_earlier_end_than_granted_leave_is_asked(office, county_a, inside_a):
    posting = county_a.extra.posting
    with inside_a():
        last = Leave.objects.filter(posting=posting, state="approved").latest("ends_on").ends_on
    cells = [1, "石桥镇", "渡口村", "第一书记", county_a.people["village"].name, county_a.units.finance.name, posting.document, str(posting.starts_on), str(last - datetime.timedelta(days=1))]  # fmt: skip
    address = upload(office, xlsx(HEAD, cells), "postings")
    with inside_a():
        [row] = batch_at(address).rows.all()
        assert row.state == "check"
        assert "已批准请假" in row.messages["ends_on"][1]


def test_a_posting_ended_or_a_village_merged_between_check_and_writing_stops_everything(
    office, county_a, inside_a, people
):
    cells = [cell.format(**people) if isinstance(cell, str) else cell for cell in line(RIDGE)]
    address = upload(office, xlsx(HEAD, cells), "postings")
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(valid_to=datetime.date(2026, 1, 1))
    answer = write(office, address)
    assert answer.status_code == 422
    assert "刚有变动" in answer.content.decode()


def test_two_imports_for_one_village_make_one_posting(office, county_a, inside_a, people):
    """Checked side by side, written one after the other: the database has the last word."""
    first = upload(
        office, xlsx(HEAD, [c.format(**people) if isinstance(c, str) else c for c in line(RIDGE)]), "postings"
    )
    other = line(RIDGE, who="陶然亭", sender="{finance}")
    second = upload(office, xlsx(HEAD, [c.format(**people) if isinstance(c, str) else c for c in other]), "postings")
    assert write(office, first, confirmed="on").status_code == 302
    answer = write(office, second, confirmed="on")
    assert answer.status_code == 422
    assert "刚被别人登记" in answer.content.decode()
    with inside_a():
        assert (
            Posting.objects.filter(unit=county_a.units.ridge, in_charge_from__isnull=False, ended_on=None).count() == 1
        )


def test_numbers_of_people_stand_in_no_file_of_postings(office, county_a, people):
    for address in ("/import/postings/current/", "/import/postings/template/"):
        whole = json.dumps(
            [
                [str(cell.value) for cell in row]
                for sheet in load_workbook(io.BytesIO(office.get(address).content))
                for row in sheet.iter_rows()
            ]
        )
        assert "1390000" not in whole
        assert "13800000" not in whole or address.endswith("template/")


@pytest.mark.parametrize("role", ["township", "village", "unit_liaison", "county_leader"])
def test_who_may_not_register_postings_may_not_import_them(role, as_role):
    assert as_role(role).get("/import/postings/").status_code == 403


DAYS = st.integers(0, 12)
SPANS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), DAYS, DAYS), max_size=6)


@given(SPANS)
def test_two_clash_exactly_when_a_day_is_in_both(spans):
    """Against counting day by day: one village with two in charge, or one person with two villages."""
    start = datetime.date(2026, 1, 1)
    charges = [
        Charge(unit, person, start + datetime.timedelta(min(a, b)), start + datetime.timedelta(max(a, b)), "", "")
        for unit, person, a, b in spans
    ]
    for n, one in enumerate(charges):
        for other in charges[n + 1 :]:
            both = any(
                charge_on(one, day) and charge_on(other, day)
                and (one.unit_id == other.unit_id or one.person_id == other.person_id)
                for day in (start + datetime.timedelta(k) for k in range(14))
            )  # fmt: skip
            assert one.clashes(other) == other.clashes(one) == both


def charge_on(charge, day) -> bool:
    return charge.first <= day <= charge.last
