"""What campaigns ask of the income register: proposed from the plan's words, true to its day, silent where nobody reported."""

import datetime
from decimal import Decimal

import pytest

from campaigns.held_proposals import proposed_source
from campaigns.models import Indicator
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import drafting, plans
from organizations.services.units import merge_unit
from organizations.tenancy.context import tenant
from tests.sample_county import fill
from villages import held
from villages.models import IncomeEntry
from villages.services.income import save_cell

D = datetime.date
ON = D(2026, 11, 25)
SHARE, COUNT = "villages.income_share", "villages.income_count"


@pytest.mark.parametrize(
    ("words", "unit", "source", "threshold"),
    [
        ("集体经济收入5万元以上的村达到60%", "%", SHARE, "50000"),
        ("村集体经济年收入２０万元以上的村占比达到30%以上", "%", SHARE, "200000"),
        ("集体收入达到10万元及以上的行政村不少于80个", "个", COUNT, "100000"),
        ("集体经济收入7.5万元以上的村达到60%", "%", SHARE, "75000"),
        ("集体经济收入5万元以下的村全部清零，下降60%", "%", "", None),
        ("村集体经济收入增长10%", "%", "", None),
        ("集体经济收入5万元以上的村达到60%、20万元以上的村达到30%", "%", "", None),
        ("集体经济收入达到50万元", "万元", "", None),
        ("培训党员5万元以上的村达到60%", "%", "", None),
        ("", "", "", None),
    ],
)
def test_a_source_is_proposed_only_where_the_words_are_certain(words, unit, source, threshold):
    found, asked_with = proposed_source(words, unit)
    assert (found, asked_with.get("threshold")) == (source, threshold)


def test_a_draft_from_a_plan_has_its_source(county_a, inside_a):
    text = (
        "岚溪县“强支部”活动实施方案\n一、重点任务\n（一）产业带动行动\n"
        "1.壮大村集体经济。2026年底前，集体经济收入5万元以上的村达到60%。（责任单位：各乡镇党委）\n"
    )
    with inside_a():
        by = county_a.accounts["county_office"]
        plan = plans.take_in(
            reading=plan_as_json(read_plan(text)), owner=county_a.units.office, file_name="方案.txt", by=by
        )
        campaign = drafting.draft_campaign(plan=plan, by=by, on=ON)
        [indicator] = Indicator.objects.filter(task__campaign=campaign)
        assert (indicator.held_by, indicator.held_with, indicator.assumed) == (SHARE, {"threshold": "50000"}, True)
        figure = held.income_share(indicator, [county_a.units.stone], ON)[county_a.units.stone.pk]
        assert (figure.value, figure.whole) == (1, 2), "渡口村 stands at exactly 5万元"


def asked(county, *, year=2026, threshold="50000") -> Indicator:
    indicator = county.extra.open_indicator
    indicator.year, indicator.held_with = year, {"threshold": threshold}
    return indicator


def test_a_year_that_is_over_is_judged_by_the_villages_of_its_last_day(county_a, inside_a):
    units = county_a.units
    with inside_a():
        merge_unit(unit=units.ford, into=units.ridge, by=county_a.accounts["county_admin"], on=D(2026, 6, 30), paper="")
        past = held.income_share(asked(county_a, year=2025, threshold="40000"), [units.stone], ON)[units.stone.pk]
        assert (past.value, past.whole, past.day) == (1, 2, D(2025, 12, 31))
        now = held.income_share(asked(county_a), [units.stone], ON)[units.stone.pk]
        assert (now.whole, now.day) == (1, ON)


@pytest.mark.parametrize(("amount", "threshold"), [(50_000, "50000"), (200_000, "200000")])
def test_exactly_the_line_is_reached_and_a_fen_less_is_not(county_a, inside_a, amount, threshold):
    """A27."""
    stone, spring = county_a.units.maple, county_a.units.spring
    with inside_a():
        row = IncomeEntry.objects.create(unit=spring, year=2026, quarter=1, line="operating", amount=amount)
        for less, reached in ((0, 1), (Decimal("0.01"), 0)):
            row.amount = amount - less
            row.save(update_fields=["amount"])
            figure = held.income_share(asked(county_a, threshold=threshold), [stone], ON)[stone.pk]
            assert (figure.value, figure.whole) == (reached, 2)


def test_which_lines_count_changes_the_figure_and_the_words_beside_it(county_a, inside_a):
    """A27: 渡口村 has 5万元 of counted lines and 8万元 of subsidies."""
    stone = county_a.units.stone
    with inside_a():
        indicator = asked(county_a, threshold="60000")
        before = held.income_share(indicator, [stone], ON)[stone.pk]
        indicator.task.campaign.income_lines = ["operating", "subsidy"]
        after = held.income_share(indicator, [stone], ON)[stone.pk]
        assert (before.value, after.value) == (0, 1)
        assert "补助" not in before.words
        assert "补助" in after.words


def test_nothing_reported_is_no_zero(county_a, inside_a):
    units, by = county_a.units, county_a.accounts["county_office"]
    with inside_a():
        for source in (held.income_total, held.income_average):
            figure = source(asked(county_a), [units.maple], ON)[units.maple.pk]
            assert figure.value is None
            assert "2 个村还没有报" in figure.words
        save_cell(
            unit=units.spring, year=2026, quarter=1, line="operating", amount=Decimal(0), was=None, by=by, on=ON
        )  # fmt: skip
        assert held.income_total(asked(county_a), [units.maple], ON)[units.maple.pk].value == 0
        assert held.empty_count(asked(county_a), [units.maple], ON)[units.maple.pk].value == 1


@pytest.mark.deep
def test_the_sample_county_has_two_years_with_faults(db):

    county = fill(D(2026, 11, 20))[0]
    with tenant(county.id):
        rows = IncomeEntry.objects.all()
        assert set(rows.values_list("year", "quarter")) == {
            (2025, quarter) for quarter in range(5)
        } | {(2026, quarter) for quarter in (1, 2, 3)}  # fmt: skip
        assert rows.values("unit").distinct().count() == 239
        silent = set(rows.filter(year=2025).values_list("unit", flat=True)) - set(
            rows.filter(year=2026).values_list("unit", flat=True)
        )
        assert len(silent) == 1
        assert rows.filter(amount__lt=0).count() == 1
        for exact in (50_000, 200_000):
            assert rows.filter(year=2025, quarter=0, line="operating", amount=exact).exists()
