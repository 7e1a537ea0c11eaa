"""One definition: the light promised before sending in and before passing is the light the matrix shows afterwards; a figure
that a register holds is the same on every page."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.light_words import LAMPS
from campaigns.lights import Kind
from campaigns.models import Assignment, Duty, FilingItem, Indicator, IndicatorTarget, LightOverride
from campaigns.selectors.filing_items import sheet
from campaigns.selectors.reviews import review_page
from campaigns.selectors.rollup import rollup
from campaigns.selectors.standings import standings
from campaigns.services import filings, reviews
from organizations.held_figures import Figure
from organizations.models import Membership
from tests.crowd_of_campaigns import fill_campaign
from tests.crowd_of_duties import townships

D = datetime.date
DAY, ON = D(2026, 5, 25), D(2026, 5, 20)


@pytest.fixture
def may(county_a, inside_a):
    """May's filing of 石桥镇 with one item and one indicator, its number 8."""
    with inside_a():
        for role in ("township_lead", "county_office"):
            account = county_a.accounts[role]
            account.membership = Membership.objects.select_related("unit").get(account=account)
            account.acting_person = county_a.people[role]
        # April is behind: else its own red light would be shown before May's.
        april = Duty.objects.filter(assignment=county_a.extra.assignment, due_on=D(2026, 4, 25))
        april.update(state="accepted", returned=False, filed_on=D(2026, 4, 25))
        yield county_a.extra


def file_it(county, on: D, value: str, whole: str | None = None) -> FilingItem:
    item = FilingItem.objects.get(pk=county.extra.filing_item.pk)
    figures = {county.extra.indicator.pk: (Decimal(value), Decimal(whole) if whole else None)}
    values = {"words": "正常推进", "fall_reason": "核减", "figures": figures}
    return filings.save_item(item=item, by=county.accounts["township_lead"], version=item.version, values=values, on=on)


def promised(county, on: D) -> Kind:
    found = sheet(campaign=county.extra.campaign, unit=county.units.stone, day=DAY, on=on)
    [row] = found.rows
    return row.after.light.kind


def shown(county, on: D) -> Kind:
    """As the matrix draws the month of the due day."""
    found = standings(campaign=county.extra.campaign, on=on, month=DAY)
    return next(row for row in found if row.share.id == county.extra.assignment.pk).light.kind


def staircase(extra):
    Indicator.objects.filter(pk=extra.indicator.pk).update(year=2026)
    later = Indicator.objects.create(
        task_id=extra.indicator.task_id, name=extra.indicator.name, year=2027, value=20, unit_word="个"
    )
    IndicatorTarget.objects.create(indicator=later, unit=extra.assignment.unit, value=20)


def share_of(extra):
    Indicator.objects.filter(pk=extra.indicator.pk).update(aggregation="share", unit_word="%", value=60)
    IndicatorTarget.objects.filter(indicator=extra.indicator).delete()


def of_the_period(extra):
    Indicator.objects.filter(pk=extra.indicator.pk).update(cumulative=False)


def extended(extra):
    Duty.objects.filter(pk=extra.duty.pk).update(extended_to=D(2026, 6, 2))


def by_hand(extra):
    LightOverride.objects.create(
        assignment=extra.assignment, kind="green", reason="已现场核实", starts_on=D(2026, 5, 1), ends_on=D(2026, 6, 30)
    )


def no_target(extra):
    IndicatorTarget.objects.filter(indicator=extra.indicator).delete()
    Indicator.objects.filter(pk=extra.indicator.pk).update(value=None)


def plain(extra):
    """As the cast has it."""


CASES = [
    # what is particular, day of filing, figure, whole, light
    (plain, ON, "0", None, Kind.RED),
    (plain, ON, "8", None, Kind.GREEN),
    (plain, D(2026, 5, 28), "8", None, Kind.YELLOW),  # late, and done
    (plain, D(2026, 6, 9), "0", None, Kind.YELLOW),  # in June nobody knew at the end of May how far it was
    (extended, D(2026, 6, 1), "8", None, Kind.GREEN),
    (of_the_period, ON, "8", None, Kind.GREEN),  # 3 and 4 were filed before
    (no_target, ON, "0", None, Kind.GREEN),
    (share_of, ON, "1", "100", Kind.RED),
    (share_of, ON, "60", "100", Kind.GREEN),
    (staircase, ON, "0", None, Kind.RED),
    (staircase, ON, "8", None, Kind.GREEN),
    (by_hand, ON, "0", None, Kind.GREEN),
]


@pytest.mark.parametrize(("prepare", "on", "value", "whole", "kind"), CASES)
def test_the_light_that_is_promised_is_the_light_that_comes(may, county_a, prepare, on, value, whole, kind):
    prepare(may)
    file_it(county_a, on, value, whole)
    before = promised(county_a, on)
    filings.submit(filing=may.filing, by=county_a.accounts["township_lead"], on=on)
    assert before is kind
    assert shown(county_a, on) is kind


@pytest.mark.parametrize(("prepare", "on", "value", "whole", "kind"), CASES)
def test_the_light_beside_an_item_is_the_light_after_passing_it(may, county_a, prepare, on, value, whole, kind):
    prepare(may)
    file_it(county_a, on, value, whole)
    filing = filings.submit(filing=may.filing, by=county_a.accounts["township_lead"], on=on)
    office = county_a.accounts["county_office"]
    [card] = review_page(filing, office, on).cards
    assert card.lamp == LAMPS[kind]
    reviews.open_review(filing=filing, by=office, on=on)
    reviews.accept_item(item=FilingItem.objects.get(filing=filing), by=office, on=on)
    assert shown(county_a, on) is kind


def test_what_is_asked_by_the_day_is_what_the_light_is_measured_by(may, county_a):
    """Filing what is asked is green; one place of the target less is not."""
    [row] = sheet(campaign=may.campaign, unit=county_a.units.stone, day=DAY, on=ON).rows
    pace = row.asks[0].pace
    assert 0 < pace < 8
    file_it(county_a, ON, str(pace))
    assert promised(county_a, ON) is Kind.GREEN
    file_it(county_a, ON, str(pace - 1))
    assert promised(county_a, ON) is not Kind.GREEN


KNOWN: list[tuple[datetime.date, int]] = []


def register(indicator, units, on):
    """A register that knew 2 until April and knows 7 since."""
    KNOWN.append((on, len(units)))
    return {unit.pk: Figure(Decimal(7 if on >= D(2026, 5, 1) else 2), None, "村集体收入台账") for unit in units}


@pytest.fixture
def held(may, settings):
    settings.HELD_FIGURES = {"income": f"{__name__}.register"}
    Indicator.objects.filter(pk=may.indicator.pk).update(held_by="income")
    KNOWN.clear()
    return may


def test_a_held_figure_is_the_figure_of_the_light(held, county_a):
    own = {row.share.unit_id: row for row in standings(campaign=held.campaign, on=ON)}[county_a.units.stone.pk]
    assert own.progress.ratio == Decimal(7) / Decimal(8), "not the 4 that was filed in April"
    assert own.is_measured
    past = {row.share.unit_id: row for row in standings(campaign=held.campaign, on=ON, month=D(2026, 4, 1))}
    assert past[county_a.units.stone.pk].progress.ratio == Decimal(2) / Decimal(8), "as it was at the end of April"
    assert {day for day, _units in KNOWN} == {ON, D(2026, 4, 30)}


def test_a_register_s_figure_that_stays_is_no_standstill(held, county_a):
    before = {row.share.unit_id: row.still for row in standings(campaign=held.campaign, on=ON)}
    later = {
        row.share.unit_id: row.still for row in standings(campaign=held.campaign, on=ON + datetime.timedelta(days=9))
    }
    assert before == later


def test_where_the_register_knows_nothing_the_submitted_figure_holds(held, county_a, settings):
    settings.HELD_FIGURES = {"income": f"{__name__}.empty_register"}
    own = {row.share.unit_id: row for row in standings(campaign=held.campaign, on=ON)}[county_a.units.stone.pk]
    assert own.progress.ratio == Decimal(4) / Decimal(8)


def empty_register(indicator, units, on):
    return {}


def test_every_page_shows_the_held_figure(held, county_a, as_role, inside_a):
    office, slug, town = as_role("county_office"), held.campaign.slug, county_a.units.stone
    page = office.get(reverse("campaigns:task-unit", args=[slug, 1, town.public_id])).content.decode()
    assert "7 个" in page
    assert "87.5%" in page
    task = office.get(reverse("campaigns:campaign-task", args=[slug, 1])).content.decode()
    carriers = Assignment.objects.filter(task=held.indicator.task, state="active", role__in=("lead", "responsible"))
    found = rollup(campaign=held.campaign, on=timezone.localdate())[held.indicator.pk]
    assert carriers.count() > 1
    assert found.in_words in task
    assert found.total.value % 7 == 0
    overview = office.get(reverse("assessments:overview", args=[slug]))
    assert overview.status_code == 200
    mine = as_role("township_lead").get(
        reverse("campaigns:filing-item", args=[slug, town.public_id, DAY.isoformat(), held.filing_item.public_id])
    )
    assert "取自台账" in mine.content.decode()


def test_a_township_sees_no_sum_of_the_county(held, as_role, county_a):
    page = (
        as_role("township_lead").get(reverse("campaigns:campaign-task", args=[held.campaign.slug, 1])).content.decode()
    )
    assert "全县汇总" not in page


def test_held_figures_cost_the_same_for_few_units_and_for_many(held, county_a):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            for row in standings(campaign=held.campaign, on=ON):
                assert row.light
        return len(queries)

    few, asked = counted(), len(KNOWN)
    fill_campaign(held.campaign, townships(county_a.units.root, 6), 4)
    assert counted() == few
    assert len(KNOWN) == 2 * asked
