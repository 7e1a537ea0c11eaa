"""Figures: the last ones, the held ones, and the roll-up against the same sums in SQL, written apart."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Duty, Filing, FilingFigure, FilingItem, Indicator
from campaigns.selectors.figures import Figure, held_figures, last_figures
from campaigns.selectors.rollup import rollup
from tests.campaigns.test_duties import Plan

ON = date(2026, 12, 31)
ORACLE = """
WITH good AS (
  SELECT g.indicator_id, f.unit_id, f.due_on, g.value, g.whole FROM campaigns_filingfigure g
  JOIN campaigns_filingitem i ON i.id = g.item_id JOIN campaigns_filing f ON f.id = i.filing_id
  WHERE f.state <> 'draft' AND i.state IN ('filled', 'accepted') AND g.value IS NOT NULL),
newest AS (SELECT DISTINCT ON (indicator_id, unit_id) * FROM good ORDER BY indicator_id, unit_id, due_on DESC),
per_unit AS (
  SELECT n.indicator_id, n.unit_id, n.value AS top, 1::numeric AS bottom FROM newest n
    JOIN campaigns_indicator d ON d.id = n.indicator_id WHERE d.aggregation = 'sum' AND d.cumulative
  UNION ALL SELECT g.indicator_id, g.unit_id, sum(g.value), count(*) FROM good g
    JOIN campaigns_indicator d ON d.id = g.indicator_id WHERE d.aggregation IN ('sum', 'average') AND NOT d.cumulative GROUP BY 1, 2
  UNION ALL SELECT n.indicator_id, n.unit_id, n.value, n.whole FROM newest n
    JOIN campaigns_indicator d ON d.id = n.indicator_id WHERE d.aggregation = 'share' AND n.whole IS NOT NULL),
counted AS (
  SELECT p.* FROM per_unit p JOIN organizations_unit u ON u.id = p.unit_id
  WHERE u.kind = 'township' OR (u.kind = 'village' AND NOT EXISTS (
    SELECT FROM per_unit q WHERE q.indicator_id = p.indicator_id AND q.unit_id = u.parent_id)))
SELECT d.id, CASE WHEN d.aggregation = 'sum' THEN sum(c.top) ELSE round(sum(c.top) / nullif(sum(c.bottom), 0), 4) END
FROM campaigns_indicator d LEFT JOIN counted c ON c.indicator_id = d.id WHERE d.task_id = %s GROUP BY d.id
"""


@pytest.fixture(autouse=True)
def open_county(county_a, inside_a):
    with inside_a():
        yield


@pytest.fixture
def plan(county_a):
    return Plan(county_a)


def file(plan, share, month, figures, *, state="submitted", item_state="filled") -> None:
    day = date(2026, month, 25)
    filed = day if state != "draft" else None
    duty = Duty.objects.create(
        campaign=plan.campaign, assignment=share, unit=share.unit, kind="report", period_key=f"month:2026-{month:02}",
        starts_on=day.replace(day=1), ends_on=day, due_on=day, state="filed" if filed else "open", filed_on=filed,
    )  # fmt: skip
    filing = Filing.objects.create(campaign=plan.campaign, unit=share.unit, due_on=day, state=state)
    item = FilingItem.objects.create(
        filing=filing, duty=duty, state=item_state, return_reason="不符" if item_state == "returned" else ""
    )
    for indicator, (value, whole) in figures.items():
        FilingFigure.objects.create(item=item, indicator=indicator, value=value, whole=whole)


def measures(task) -> list[Indicator]:
    ways = [("sum", True), ("sum", False), ("average", False), ("share", False)]
    return [
        Indicator.objects.create(task=task, name=f"{way}{cumulative}", value=1, aggregation=way, cumulative=cumulative)
        for way, cumulative in ways
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_rollup_agrees_with_sql(plan, seed):
    chance = random.Random(seed)
    task = plan.task()
    indicators, units = measures(task), plan.units
    for unit in (units.stone, units.maple, units.ford, units.ridge, units.spring, units.bamboo, units.finance):
        share = plan.share(task, unit=unit)
        for month in chance.sample(range(3, 12), chance.randrange(4)):
            figures = {}
            for indicator in indicators:
                value = None if chance.random() < 0.2 else Decimal(chance.randrange(1, 9000)) / 100
                whole = Decimal(chance.randrange(1, 9000)) / 100 if indicator.aggregation == "share" else None
                figures[indicator] = (value, whole)
            state, item_state = chance.choice(
                [("draft", "filled"), ("submitted", "filled"), ("accepted", "accepted"), ("returned", "returned")]
            )
            file(plan, share, month, figures, state=state, item_state=item_state)
    with connection.cursor() as cursor:
        cursor.execute(ORACLE, [task.pk])
        expected = dict(cursor.fetchall())
    got = {pk: found.total.value for pk, found in rollup(campaign=plan.campaign, on=ON).items()}
    assert got == expected


def test_a_township_s_own_figure_stands_before_its_villages_and_departments_stand_aside(plan):
    task, units = plan.task(), plan.units
    indicator = measures(task)[0]
    for unit, value in (
        (units.stone, 10),
        (units.ford, 3),
        (units.spring, 4),
        (units.bamboo, None),
        (units.finance, 99),
    ):
        file(plan, plan.share(task, unit=unit), 4, {indicator: (value, None)})
    plan.share(task, unit=units.maple)
    found = rollup(campaign=plan.campaign, on=ON)[indicator.pk]
    assert found.total.value == 14
    assert [(part.name, part.value) for part in found.total.parts] == [("石桥", 10), ("枫林", 4)]
    assert [part.value for part in found.aside] == [99]
    assert found.in_words == "2 个数相加，得 14。另有 1 个没有报。"


def test_what_was_filed_later_does_not_count_yet(plan):
    task = plan.task()
    indicator, share = measures(task)[0], plan.share(task)
    file(plan, share, 4, {indicator: (5, None)})
    file(plan, share, 5, {indicator: (8, None)})
    assert rollup(campaign=plan.campaign, on=date(2026, 5, 1))[indicator.pk].total.value == 5
    assert rollup(campaign=plan.campaign, on=date(2026, 4, 1))[indicator.pk].in_words == "1 个单位都还没有报。"


def test_last_figures(plan):
    task = plan.task()
    indicator, share = measures(task)[0], plan.share(task)
    file(plan, share, 3, {indicator: (2, None)})
    file(plan, share, 4, {indicator: (5, None)}, state="returned", item_state="returned")
    file(plan, share, 5, {indicator: (9, None)}, state="draft")
    asked = {"indicators": [indicator], "units": [share.unit]}
    assert last_figures(**asked, before=date(2026, 7, 1)) == {
        (indicator.pk, share.unit_id): Figure(Decimal(2), None, "", date(2026, 3, 25))
    }
    assert last_figures(**asked, before=date(2026, 3, 25)) == {}


def register(indicator, units, on):
    return {unit.pk: (Decimal(7), None, "村集体收入台账") for unit in units if unit.name.endswith("镇")}


def test_held_figures_come_from_the_register_and_stand_before_reported_ones(plan, settings):
    settings.HELD_FIGURES = {"income": f"{__name__}.register"}
    task, units = plan.task(), plan.units
    indicator = measures(task)[0]
    lost = Indicator.objects.create(task=task, name="没有这个台账", value=1, held_by="gone")
    Indicator.objects.filter(pk=indicator.pk).update(held_by="income")
    indicator.refresh_from_db()
    for unit in (units.stone, units.maple):
        file(plan, plan.share(task, unit=unit), 4, {indicator: (1, None)})
    held = held_figures(indicators=[indicator, lost], units=[units.stone, units.maple], on=ON)
    assert held == {(indicator.pk, units.stone.pk): Figure(Decimal(7), None, "村集体收入台账")}
    assert rollup(campaign=plan.campaign, on=ON)[indicator.pk].total.value == 8


def test_the_queries_do_not_grow(plan):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            rollup(campaign=plan.campaign, on=ON)
        return len(queries)

    task = plan.task()
    indicator = measures(task)[0]
    file(plan, plan.share(task), 4, {indicator: (1, None)})
    few = count()
    for unit in (plan.units.ford, plan.units.ridge, plan.units.bamboo):
        other = plan.task()
        file(plan, plan.share(other, unit=unit), 5, {measures(other)[1]: (1, None)})
    assert count() <= few + 1  # villages bring the query for their townships
    assert few <= 6
