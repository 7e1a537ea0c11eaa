"""The pages of a result: sums down to one decimal, what a township sees of others, the mark on paper, the progress of a run."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment, RollupProgress, ScoreLine, UnitResult
from assessments.services import rollup
from organizations.models import OutboxJob
from tests.assessments.steps import acting
from tests.days import COUNTED


def test_items_add_up_to_the_action_and_actions_to_the_total(as_role, county_a, pages, inside_a):
    """A24, for every unit of the run, by the lines that are stored and by what the page prints."""
    run = county_a.extra.assessment.run_id
    with inside_a():
        for result in UnitResult.objects.filter(run=run).select_related("unit"):
            lines = list(ScoreLine.objects.filter(run=run, unit=result.unit).order_by("order"))
            actions = [line for line in lines if line.side == "base" and line.depth == 1]
            for place, action in enumerate(actions):
                after = (
                    actions[place + 1].order
                    if place + 1 < len(actions)
                    else next(line.order for line in lines if line.key == "bonus")
                )
                leaves = [line for line in lines if action.order < line.order < after and line.is_leaf]
                if leaves:
                    assert sum((leaf.score or Decimal(0)) for leaf in leaves) == (action.score or Decimal(0))
            assert sum((action.score or Decimal(0)) for action in actions) == result.base
            assert result.base + result.bonus - result.deduction == result.total
    page = as_role("county_office").get(pages("result-unit", unit=county_a.units.stone.public_id)).content.decode()
    with inside_a():
        own = UnitResult.objects.get(run=run, unit=county_a.units.stone)
        for line in ScoreLine.objects.filter(run=run, unit=county_a.units.stone, side="base", depth=1):
            assert f"{line.score}" in page
        assert f">{own.total}<" in page


def test_the_sum_that_is_shown_comes_to_the_score_that_is_shown(as_role, county_a, pages, inside_a):
    """A24: 10 − 0.2 × 5 is worked out again from the page's own words."""
    page = as_role("county_office").get(
        pages("result-unit", unit=county_a.units.stone.public_id), {"item": "reporting.late"}
    )
    text = re.sub(r"<[^>]+>", "", page.content.decode())
    left, right = re.search(r"(10 [−0-9.× ]*) = ([0-9.]+)", text).groups()
    assert eval(left.replace("−", "-").replace("×", "*")) == pytest.approx(float(right))  # digits and two signs only
    with inside_a():
        line = ScoreLine.objects.get(
            run=county_a.extra.assessment.run_id, unit=county_a.units.stone, key="reporting.late"
        )
        assert line.score == Decimal(right)


def test_another_townships_score_is_not_there(as_role, county_a, pages):
    """A25, while the result is not final."""
    town = as_role("township_lead")
    assert town.get(pages("result-unit", unit=county_a.units.stone.public_id)).status_code == 200
    assert town.get(pages("result-unit", unit=county_a.units.maple.public_id)).status_code == 404
    page = town.get(pages("result")).content.decode()
    assert county_a.units.maple.name not in page
    assert str(county_a.units.maple.public_id) not in page
    assert "送领导小组审定" not in page
    assert "人工打分" not in page


def test_once_it_is_final_a_township_sees_names_and_totals_of_the_others(as_role, county_a):
    row, maple = county_a.extra.final_assessment, county_a.units.maple
    town = as_role("township_lead")
    page = town.get(reverse("assessments:result", args=[row.public_id])).content.decode()
    assert maple.name in page
    assert str(maple.public_id) not in page, "no way to its items"
    assert town.get(reverse("assessments:result-unit", args=[row.public_id, maple.public_id])).status_code == 404


@pytest.mark.parametrize(("assessment", "marked"), [("assessment", True), ("final_assessment", False)])
def test_paper_says_that_it_is_not_final(as_role, county_a, assessment, marked):
    """A28."""
    row = getattr(county_a.extra, assessment)
    for path in (
        reverse("assessments:result", args=[row.public_id]),
        reverse("assessments:result-unit", args=[row.public_id, county_a.units.stone.public_id]),
    ):
        assert ("测算中，未定稿" in as_role("county_office").get(path).content.decode()) is marked


def test_the_range_over_the_county_is_for_the_county_until_it_is_final(as_role, county_a, pages):
    path = pages("result-unit", unit=county_a.units.stone.public_id)
    assert "全县得分范围" in as_role("county_office").get(path, {"item": "reporting.late"}).content.decode()
    assert "全县得分范围" not in as_role("township_lead").get(path, {"item": "reporting.late"}).content.decode()
    final = reverse(
        "assessments:result-unit", args=[county_a.extra.final_assessment.public_id, county_a.units.stone.public_id]
    )
    assert "全县得分范围" in as_role("township_lead").get(final, {"item": "reporting.late"}).content.decode()


def test_a_run_shows_how_far_it_is_and_then_leads_to_its_result(as_role, county_a, pages, inside_a):
    office = as_role("county_office")
    with inside_a():
        row = Assessment.objects.get(pk=county_a.extra.assessment.pk)
        run = rollup.ask_run(assessment=row, on=COUNTED, by=acting(county_a, "county_office"))
    page = office.get(pages("result")).content.decode()
    assert "正在汇集各单位的数" in page
    assert "0 / 0" not in page
    with inside_a():
        rollup.freeze_rollup(run_id=run.pk)
    page = office.get(pages("result")).content.decode()
    assert re.search(r'<progress[^>]* max="2" value="0"', page)
    assert 'hx-trigger="every 3s"' in page
    with inside_a():
        rollup.score_slice(run_id=run.pk, first=0)
        rollup.rank_rollup(run_id=run.pk)
        OutboxJob.objects.filter(kind__endswith="rollup").delete()
        assert RollupProgress.objects.get(run=run).state == "done"
    page = office.get(pages("result"), headers={"HX-Request": "true"}).content.decode()
    assert "every 3s" not in page
    assert "显示结果" in page
    assert "显示结果" not in office.get(pages("result")).content.decode()
    unit = office.get(pages("result-unit", unit=county_a.units.stone.public_id)).content.decode()
    assert "历次测算" in unit
    assert "第 2 次" in unit
