"""The month as people see it: bars, gaps, numbers that run on, who sees whom."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Leave, Posting
from cadres.periods import last_whole_month, month_of, quarter_of, read_month
from cadres.selectors.month_calendar import calendar_rows, lines_of
from cadres.selectors.person_month import person_month
from cadres.selectors.village_panel import leave
from organizations.models import Person, Unit
from tests.crowd import add_crowd

ON = datetime.date(2026, 10, 28)
OCTOBER = datetime.date(2026, 10, 1)


@pytest.fixture
def rows(county_a, inside_a):
    """`rows(month)` as the county's office sees them on 28 October, by name of the person."""

    def draw(month=OCTOBER, role="county_office", **more):
        first, last = month_of(month)
        with inside_a():
            account = county_a.accounts[role]
            membership = account.memberships.select_related("unit").get()
            facts = {"under": None, "kind": "", **more}
            lines = lines_of(membership=membership, first=first, last=last, on=ON, **facts)
            drawn = calendar_rows(lines=lines, month=month, on=ON, address=lambda posting: "")
        return {(row["name"], str(line.unit)): row for row, line in zip(drawn, lines, strict=True)}

    return draw


def _leave(county_a, first, last, kind="personal", **more):
    posting = county_a.extra.posting
    return Leave.objects.create(
        posting=posting, person=posting.person, unit=posting.unit, kind=kind, starts_on=first, ends_on=last, days=1,
        state="approved", tier="township", **more,
    )  # fmt: skip


def _spans(row):
    return [(cell.get("span", 1), cell.get("kind", "")) for cell in row["cells"]]


def test_the_prototypes_october(rows, county_a, inside_a):
    """Nothing entered: 28 days on the 28th. Three days of leave: 25. Five of training: 25 still."""
    name = (county_a.people["village"].name, "渡口村")
    assert rows()[name]["total"] == "28"
    with inside_a():
        _leave(county_a, datetime.date(2026, 10, 12), datetime.date(2026, 10, 14))
        _leave(county_a, datetime.date(2026, 10, 19), datetime.date(2026, 10, 23), "training")
    row = rows()[name]
    assert row["total"] == "25"
    assert _spans(row) == [(1, "")] * 11 + [(3, "leave")] + [(1, "")] * 4 + [(5, "train")] + [(1, "")] * 8
    assert sum(span for span, _ in _spans(row)) == 31
    assert row["more"] == "季 25 · 年 296"  # 301 days of the year, less two in May and three in October
    assert not row["low"]


def test_leave_over_the_month_end_is_drawn_in_both(rows, county_a, inside_a):
    name = (county_a.people["village"].name, "渡口村")
    with inside_a():
        _leave(county_a, datetime.date(2026, 8, 30), datetime.date(2026, 9, 2))
    august, september = rows(datetime.date(2026, 8, 1))[name], rows(datetime.date(2026, 9, 1))[name]
    assert (august["total"], _spans(august)[-1]) == ("29", (2, "leave"))
    assert (september["total"], _spans(september)[0]) == ("28", (2, "leave"))


def test_a_month_that_can_no_longer_be_reached(rows, county_a, inside_a):
    """Twelve days away leave 19 in a month of 31: 20 are not to be had."""
    name = (county_a.people["village"].name, "渡口村")
    with inside_a():
        _leave(county_a, datetime.date(2026, 10, 1), datetime.date(2026, 10, 11))
    assert not rows()[name]["low"]
    with inside_a():
        _leave(county_a, datetime.date(2026, 10, 13), datetime.date(2026, 10, 13))
    assert rows()[name]["low"]


def test_a_vacancy_is_red_until_somebody_is_posted(rows, county_a, inside_a):
    """岭上村's first secretary left in June 2025: a line of its own, red up to today; posting somebody ends it."""
    waiting = ("（待派）", "岭上村")
    assert _spans(rows()[waiting])[0] == (28, "vacant")
    assert "空岗 28 天" in rows()[waiting]["cells"][0]["text"]
    assert waiting not in rows(kind="team_member")
    with inside_a():
        member = Person.objects.get(pk=county_a.extra.member.pk)
        Posting.objects.create(
            person=member, unit=county_a.units.ridge, kind="first_secretary", starts_on=datetime.date(2026, 10, 12)
        )
    row = rows()[(member.name, "岭上村")]
    assert _spans(row)[0] == (11, "vacant")
    assert row["total"] == "17"
    assert waiting not in rows()


def test_a_closed_village_waits_for_nobody(rows, county_a, inside_a):
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(valid_to=datetime.date(2026, 10, 10))
    assert _spans(rows()[("（待派）", "岭上村")])[0] == (10, "vacant")
    assert ("（待派）", "岭上村") not in rows(datetime.date(2026, 11, 1))


def test_who_sees_whom(rows, county_a, inside_a):
    """The unit that sent people sees them wherever they are, and no village's gap; a slice sees its own."""
    own = {(county_a.people["village"].name, "渡口村"), (county_a.extra.member.name, "渡口村")}
    assert set(rows(role="unit_liaison")) == own
    assert set(rows(role="village")) == own
    assert set(rows(role="township")) == own | {("（待派）", "岭上村")}
    with inside_a():
        county_a.extra.posting.refresh_from_db()
        Posting.objects.filter(pk=county_a.extra.posting.pk).update(sending_unit=county_a.units.farming)
    assert set(rows(role="unit_liaison")) == {(county_a.extra.member.name, "渡口村")}


def test_numbers_run_on_over_the_pages(county_a, as_role):
    add_crowd(county_a)
    office = as_role("county_office")
    url = reverse("cadres:calendar")
    first = office.get(url, {"month": "2026-05"}).content.decode()
    second = office.get(url, {"month": "2026-05", "page": 2}).content.decode()
    assert '<td class="seq">1</td>' in first
    assert '<td class="seq">1</td>' not in second
    assert '<td class="seq">21</td>' in second


@pytest.mark.parametrize("month", ["", "2026-13", "2026-00", "99999-01", "abc", "２０２６-05", "1900-01"])
def test_a_month_that_is_none_is_this_month(as_role, month):
    answer = as_role("county_office").get(reverse("cadres:calendar"), {"month": month, "township": "x", "village": "y"})
    assert answer.status_code == 200
    assert read_month(month, ON) == OCTOBER


def test_the_own_month(county_a, inside_a):
    with inside_a():
        _leave(county_a, datetime.date(2026, 10, 12), datetime.date(2026, 10, 12), starts_half="pm")
        sheet = person_month(posting=county_a.extra.posting, month=OCTOBER, on=ON)
    days = {day.day.day: day for week in sheet.weeks for day in week if day}
    assert len(days) == 31
    assert (days[12].kind, days[12].text) == ("leave", "事假半天")
    assert (days[13].kind, days[28].today, days[29].kind) == ("here", True, "ahead")
    assert [part.days for part in sheet.counts] == ["27.5", "27.5", "298.5"]
    assert sheet.total.used_text == "2.5"
    assert dict(sheet.kinds) == {"事假": "2.5"}


@pytest.mark.parametrize(
    ("day", "quarter", "over"),
    [
        ("2026-01-31", ("2026-01-01", "2026-03-31"), ("2026-01-01", "2026-01-31")),
        ("2026-03-15", ("2026-01-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        ("2028-02-29", ("2028-01-01", "2028-03-31"), ("2028-02-01", "2028-02-29")),
        ("2026-12-01", ("2026-10-01", "2026-12-31"), ("2026-11-01", "2026-11-30")),
    ],
)
def test_periods(day, quarter, over):
    day = datetime.date.fromisoformat(day)
    assert tuple(map(str, quarter_of(day))) == quarter
    assert tuple(map(str, last_whole_month(day))) == over


def test_the_villages_page_says_who_is_away(county_a, inside_a, as_role):
    """Leave within thirty days of the day and the year's findings; nothing for who may not see postings."""
    on, units = datetime.date(2026, 5, 11), county_a.units

    def panel(role, unit):
        with inside_a():
            return leave(unit, county_a.accounts[role].memberships.select_related("unit").get(), on)

    assert panel("assessor", units.ford) is None
    assert panel("township", units.bamboo) is None
    seen = panel("township", units.ford)
    assert (len(seen.context["leave_rows"]), len(seen.context["found"])) == (2, 2)
    page = as_role("township").get(reverse("villages:village", args=[units.ford.public_id])).content.decode()
    assert ("请假与抽查" in page) == ("无故不在岗" in page)
    with inside_a():
        _leave(county_a, timezone.localdate(), timezone.localdate(), "sick")
    page = as_role("township").get(reverse("villages:village", args=[units.ford.public_id])).content.decode()
    assert "请假与抽查" in page
    assert "病假" in page
