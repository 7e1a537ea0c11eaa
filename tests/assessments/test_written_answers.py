"""Cases that careers hang on, each with the answer written down; `docs/assessments.md` says the same in words."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.answers import NotApplicable
from assessments.frozen import thawed
from assessments.models import AssessmentStep, ManualScore, RollupInput, RollupRun, ScoreLine, UnitResult
from assessments.scheme import Grade, Item, Manual, Missing, Scheme, ShareOfTarget
from assessments.selectors.gathering import shown
from assessments.services import publication, rollup, schemes
from campaigns.models import Duty, Indicator
from organizations.services.units import merge_unit
from tests.assessments.steps import computed, in_force, run_again
from tests.days import COUNTED, TODAY
from villages.models import IncomeEntry

D = datetime.date


@pytest.fixture
def income_goal(county_a, inside_a):
    """The townships' task counts the villages at 5万元 and more."""
    with inside_a():
        return Indicator.objects.create(
            task=county_a.extra.tasks[0], name="5万元以上的村占比", unit_word="%", value=Decimal(50), aggregation="share", level="county",
            held_by="villages.income_share", held_with={"threshold": "50000"}, order=5,
        )  # fmt: skip


def leaf_of(assessment, indicator):
    """Key of the item that the indicator feeds."""
    return next(key for key, source in assessment.draft.sources.items() if source.get("id") == str(indicator.public_id))


def fresh(assessment, office):
    """The proposal once more, now that the tasks have more indicators, and in force."""
    draft = schemes.propose(assessment=assessment, by=office)
    assessment.draft = draft
    in_force(assessment, office)


@pytest.mark.parametrize(
    ("value", "target", "words"),
    [
        (Decimal(250) / 3, "80", "83.3333"),
        ("79.99999", "80", "79.99999"),
        ("80.00001", "80", "80.00001"),
        ("4.0000", "4", "4"),
        ("-0.5", "1", "−0.5"),
    ],
)
def test_a_figure_is_shown_on_its_side_of_the_target(value, target, words):
    assert shown(Decimal(value), Decimal(target)) == words


def test_the_villages_short_of_the_line_are_named_and_lead_to_their_pages(
    county_a, inside_a, assessment, office, income_goal, as_role
):  # fmt: skip
    """A24: township, indicator, village in three clicks; 渡口村 stands at exactly 5万元 and is not among them."""
    with inside_a():
        fresh(assessment, office)
        run = run_again(assessment, office)
        key = leaf_of(assessment, income_goal)
        row = RollupInput.objects.get(run=run, unit=county_a.units.stone)
        refs = [part["ref"] for part in row.details[key]]
        assert f"village:{county_a.units.ridge.public_id}" in refs
        assert f"village:{county_a.units.ford.public_id}" not in refs
    page = reverse("assessments:result-unit", args=[assessment.public_id, county_a.units.stone.public_id])
    words = as_role("county_office").get(page, {"item": key}).content.decode()
    village = reverse("villages:village", args=[county_a.units.ridge.public_id])
    assert village in words
    assert as_role("county_office").get(village).status_code == 200


def test_a_village_merged_in_june_counts_once_in_its_successor(
    county_a, inside_a, assessment, office, income_goal
):  # fmt: skip
    """The share is over the villages of the last day: one village, and it did not reach the line by itself."""
    units = county_a.units
    with inside_a():
        fresh(assessment, office)
        before = run_again(assessment, office)
        merge_unit(
            unit=units.ford,
            into=units.ridge,
            by=county_a.accounts["county_admin"],
            on=D(2026, 6, 30),
            paper="岚民〔2026〕4号",
        )
        after = run_again(assessment, office)
        key = leaf_of(assessment, income_goal)
        words = [RollupInput.objects.get(run=run, unit=units.stone).details[key][0]["words"] for run in (before, after)]
        assert words[0] != words[1]
        assert "50%" in words[0].replace(" ", ""), "1 of 2"
        assert f"village:{units.ford.public_id}" not in str(
            RollupInput.objects.get(run=after, unit=units.stone).details
        )


def test_a_township_without_villages_is_not_measured_by_villages(
    county_a, inside_a, assessment, office, income_goal
):  # fmt: skip
    """Its points go to the items beside it; it gets no 0."""
    units = county_a.units
    with inside_a():
        fresh(assessment, office)
        for village in (units.spring, units.bamboo):
            type(village).objects.filter(pk=village.pk).update(valid_to=D(2026, 3, 31))
        run = run_again(assessment, office)
        key = leaf_of(assessment, income_goal)
        answer = thawed(RollupInput.objects.get(run=run, unit=units.maple).body).answers[key]
        assert isinstance(answer, NotApplicable)
        line = ScoreLine.objects.get(run=run, unit=units.maple, key=key)
        assert (line.score, line.state) == (None, "not_applicable")
        whole = ScoreLine.objects.get(run=run, unit=units.maple, key="base")
        assert whole.points == 100
        assert UnitResult.objects.get(run=run, unit=units.maple).rank is not None


GRADES = (Grade("best", "优秀", Decimal(90), Decimal("0.5")), Grade("fair", "一般", Decimal(0)))
FEEL: dict = {"care.feel": {}}


def manual(missing: Missing) -> Scheme:
    leaf = Item("care.feel", "群众评价", Decimal(100), Manual(), missing=missing)
    return Scheme("考核", "1", base=(Item("care", "帮扶", Decimal(100), items=(leaf,)),), grades=GRADES, ties=("care",))


def only(assessment, office, scheme, sources, reason=""):
    """This scheme in place of the proposal, in force."""
    draft = assessment.draft
    schemes.save_draft(draft=draft, scheme=scheme, sources=sources, version=draft.version, by=office)
    draft.refresh_from_db()
    in_force(assessment, office, reason=reason)


def mark(assessment, unit, points):
    ManualScore.objects.create(assessment=assessment, unit=unit, key="care.feel", points=Decimal(points), reason="测评")


def test_a_figure_that_is_missing_holds_the_rank_back_and_is_never_a_silent_zero(
    county_a, inside_a, assessment, office
):  # fmt: skip
    with inside_a():
        only(assessment, office, manual(Missing.AWAITS), FEEL)
        mark(assessment, county_a.units.stone, 80)
        run = run_again(assessment, office)
        found = {row.unit: (row.total, row.rank) for row in UnitResult.objects.filter(run=run)}
        assert found == {county_a.units.stone: (80, 1), county_a.units.maple: (None, None)}
        with pytest.raises(ValidationError, match=county_a.units.maple.name):
            publication.send_to_review(assessment=assessment, version=assessment.version, by=office, on=TODAY)


def test_all_equal_share_the_first_place_and_a_quota_takes_all_or_none(county_a, inside_a, assessment, office):
    with inside_a():
        only(assessment, office, manual(Missing.AWAITS), FEEL)
        for unit in (county_a.units.stone, county_a.units.maple):
            mark(assessment, unit, 95)
        run = run_again(assessment, office)
        rows = list(UnitResult.objects.filter(run=run))
        assert {(row.rank, row.shared) for row in rows} == {(1, 2)}
        assert {row.grade for row in rows} == {"fair"}, "one place for two: none is preferred without a rule"


def test_a_scheme_changed_after_the_roll_up_changes_nothing_until_the_next_one(
    county_a, inside_a, assessment, office
):  # fmt: skip
    with inside_a():
        first = computed(assessment, office)
        before = rollup.results_hash(first)
        only(assessment, office, manual(Missing.ZERO), FEEL, reason="改用群众评价")
        assessment.refresh_from_db()
        assert (assessment.run, rollup.results_hash(first)) == (first, before)
        second = run_again(assessment, office)
        assert (first.scheme.number, second.scheme.number) == (1, 2)
        assert set(UnitResult.objects.filter(run=second).values_list("total", flat=True)) == {Decimal(0)}
        assert rollup.results_hash(RollupRun.objects.get(pk=first.pk)) == before


def test_income_corrected_after_the_notice_counts_only_by_way_of_a_new_run(
    county_a, inside_a, assessment, office, leader, income_goal
):  # fmt: skip
    """What was on the notice board stays as it was read; sent back with a reason, told to all, computed and signed anew."""
    stone = county_a.units.stone
    with inside_a():
        fresh(assessment, office)
        run_again(assessment, office)
        key = leaf_of(assessment, income_goal)
        shown = assessment.run
        assessment.state = "computed"
        row = publication.send_to_review(assessment=assessment, version=assessment.version, by=office, on=TODAY)
        until = TODAY + datetime.timedelta(5)
        row = publication.give_notice(
            assessment=row, until=until, document_number="", version=row.version, by=leader, on=TODAY
        )
        before = ScoreLine.objects.get(run=shown, unit=stone, key=key).score
        IncomeEntry.objects.create(
            unit=county_a.units.ridge, year=COUNTED.year, quarter=3, line="operating", amount=60000
        )
        assert ScoreLine.objects.get(run=row.run, unit=stone, key=key).score == before
        with pytest.raises(ValidationError, match="请先退回重算"):
            rollup.ask_run(assessment=row, on=COUNTED, by=office)
        row = publication.send_back(assessment=row, reason="岭上村收入更正", version=row.version, by=office, on=TODAY)
        again = run_again(row, office)
        assert ScoreLine.objects.get(run=again, unit=stone, key=key).score >= before
        part = RollupInput.objects.get(run=again, unit=stone).details[key]
        assert f"village:{county_a.units.ridge.public_id}" not in str(part)
        assert [step.kind for step in AssessmentStep.objects.filter(assessment=row)] == [
            "computed", "review", "notice", "returned", "computed",
        ]  # fmt: skip


def test_a_township_merged_in_june_hands_its_events_to_its_successor(county_a, inside_a, assessment, office):
    units = county_a.units
    with inside_a():
        in_force(assessment, office)
        run = run_again(assessment, office)
        late = {
            unit: sum(thawed(RollupInput.objects.get(run=run, unit=unit).body).answers["reporting.late"].counts.values())
            for unit in (units.stone, units.maple)
        }  # fmt: skip
        merge_unit(
            unit=units.stone, into=units.maple, by=county_a.accounts["county_admin"], on=D(2026, 6, 30), paper=""
        )
        after = run_again(assessment, office)
        assert [row.unit for row in UnitResult.objects.filter(run=after)] == [units.maple]
        joined = thawed(RollupInput.objects.get(run=after, unit=units.maple).body).answers["reporting.late"]
        assert sum(joined.counts.values()) >= late[units.maple]


def test_who_came_in_july_is_measured_by_what_fell_due_since(county_a, inside_a, assessment, office):
    """Half a year of service: what fell due before the unit took the task over is excused and asked of nobody; where
    nothing fell due at all, the item is out and its points go to the others."""
    stone = county_a.units.stone
    leaf = Item("work", "整顿", Decimal(60), ShareOfTarget(Decimal(1), percent=True))
    other = Item("feel", "群众评价", Decimal(40), Manual(), missing=Missing.ZERO)
    scheme = Scheme("考核", "1", base=(leaf, other), grades=GRADES)
    with inside_a():
        only(assessment, office, scheme, {"work": {"kind": "task", "task": 1}, "feel": {}})
        duties = Duty.objects.filter(assignment__task=county_a.extra.tasks[0], unit=stone)
        due = list(duties.filter(due_on__lte=COUNTED).exclude(state="waived").order_by("due_on"))
        assert len(due) > 1
        for kept in (1, 0):
            excused = [duty.pk for duty in due[: len(due) - kept]]
            Duty.objects.filter(pk__in=excused).update(state="waived", waived_reason="七月起承担")
            run = run_again(assessment, office)
            answer = thawed(RollupInput.objects.get(run=run, unit=stone).body).answers["work"]
            if kept:
                assert answer.denominator == kept
            else:
                assert isinstance(answer, NotApplicable)
                feel = ScoreLine.objects.get(run=run, unit=stone, key="feel")
                assert (feel.full, feel.points) == (40, 100)
