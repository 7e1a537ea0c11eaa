"""From a running campaign to a frozen, ranked result: proposed scheme, roll-up, two persons, correction."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from assessments.frozen import hash_of, thawed
from assessments.models import Assessment, AssessmentStep, RollupInput, RollupProgress, ScoreLine, UnitResult
from assessments.scheme_checks import check_scheme
from assessments.scoring import score_unit
from assessments.services import publication, rollup
from tests.assessments.steps import computed, in_force, run_again
from tests.days import COUNTED, TODAY


def test_the_proposal_is_sound_and_adds_up_to_a_hundred(assessment, inside_a):
    with inside_a():
        scheme = thawed(assessment.draft.body)
    assert check_scheme(scheme) == []
    assert sum(item.points for item in scheme.base) == 100
    assert {item.key for item in scheme.leaves()} == set(assessment.draft.sources)


def test_a_run_scores_every_township_and_says_so_line_by_line(assessment, inside_a, office, county_a):
    with inside_a():
        run = computed(assessment, office)
        assert (assessment.state, assessment.run) == ("computed", run)
        results = {row.unit: row for row in UnitResult.objects.filter(run=run)}
        assert set(results) == {county_a.units.stone, county_a.units.maple}
        for row in results.values():
            lines = ScoreLine.objects.filter(run=run, unit=row.unit)
            leaves = sum(
                (line.score for line in lines if line.is_leaf and line.side == "base" and line.score is not None),
                Decimal(0),
            )
            assert leaves == row.base
            assert row.total == row.base + row.bonus - row.deduction
        assert {row.rank for row in results.values()} <= {1, 2}


def test_recomputing_from_what_was_frozen_gives_the_same(assessment, inside_a, office):
    with inside_a():
        run = computed(assessment, office)
        before = rollup.results_hash(run)
        scheme = thawed(run.scheme.body)
        for row in RollupInput.objects.filter(run=run):
            answers = thawed(row.body)
            assert hash_of(answers) == row.body_hash
            again = score_unit(scheme, answers)
            assert again.total == UnitResult.objects.get(run=run, unit=row.unit).total
        assert RollupProgress.objects.get(run=run).results_hash == before


def test_a_step_done_twice_does_its_work_once(assessment, inside_a, office):
    with inside_a():
        in_force(assessment, office)
        run = rollup.ask_run(assessment=assessment, on=COUNTED, by=office)
        for _time in range(2):
            rollup.freeze_rollup(run_id=run.pk)
            rollup.score_slice(run_id=run.pk, first=0)
            rollup.rank_rollup(run_id=run.pk)
        assert UnitResult.objects.filter(run=run).count() == RollupInput.objects.filter(run=run).count() == 2
        assert AssessmentStep.objects.filter(run=run).count() == 1


def test_without_a_scheme_in_force_nothing_is_computed(assessment, inside_a, office):
    with inside_a(), pytest.raises(ValidationError, match="还没有生效的计分办法"):
        rollup.ask_run(assessment=assessment, on=COUNTED, by=office)


def test_one_run_at_a_time(assessment, inside_a, office):
    with inside_a():
        in_force(assessment, office)
        rollup.ask_run(assessment=assessment, on=COUNTED, by=office)
        with pytest.raises(ValidationError, match="还在进行"):
            rollup.ask_run(assessment=assessment, on=COUNTED, by=office)


def test_two_persons_make_it_public_and_final(assessment, inside_a, office, leader):
    with inside_a():
        computed(assessment, office)
        review = publication.send_to_review(assessment=assessment, version=assessment.version, by=office, on=TODAY)
        with pytest.raises(ValidationError, match="不能自己公示"):
            publication.give_notice(
                assessment=review,
                until=TODAY + datetime.timedelta(5),
                document_number="",
                version=review.version,
                by=office,
                on=TODAY,
            )
        notice = publication.give_notice(
            assessment=review,
            until=TODAY + datetime.timedelta(5),
            document_number="公示〔2026〕1号",
            version=review.version,
            by=leader,
            on=TODAY,
        )
        with pytest.raises(ValidationError, match="过了这一天才能定稿"):
            publication.make_final(
                assessment=notice, document_number="纪要", version=notice.version, by=leader, on=TODAY
            )
        later = TODAY + datetime.timedelta(6)
        final = publication.make_final(
            assessment=notice, document_number="纪要〔2026〕3号", version=notice.version, by=leader, on=later
        )
        assert final.state == "final"
        with pytest.raises(ValidationError, match="不能测算"):
            rollup.ask_run(assessment=final, on=COUNTED, by=office)
        step = AssessmentStep.objects.get(assessment=final, kind="final")
        assert (step.number, step.first_by, step.made_by) == (1, office.acting_person, leader.acting_person)
        back = publication.send_back(
            assessment=final, reason="收入数据更正", version=final.version, by=office, on=later
        )
        assert (back.state, AssessmentStep.objects.filter(kind="final").count()) == ("computed", 1)


@pytest.mark.parametrize(
    "table", ["unitresult", "scoreline", "rollupinput", "rolluprun", "schemeversion", "assessmentstep"]
)
@pytest.mark.parametrize(
    "sql", ["UPDATE assessments_{} SET version = version", "DELETE FROM assessments_{}", "TRUNCATE assessments_{}"]
)
def test_the_database_refuses_to_change_what_was_computed(assessment, inside_a, office, table, sql):
    with inside_a():
        computed(assessment, office)
        statement = sql.format(table).replace("SET version = version", "SET public_id = public_id")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_oracle_in_sql_adds_up_to_the_same(assessment, inside_a, office):
    """Base, bonus and deduction of every unit from its leaves, by the database and not by our sums."""
    with inside_a():
        run = computed(assessment, office)
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT r.unit_id, r.total, r.rank, s.total, rank() OVER (ORDER BY s.total DESC)
                FROM assessments_unitresult r JOIN (
                    SELECT unit_id, greatest(0, sum(CASE WHEN side = 'base' THEN score ELSE 0 END)
                        + least(5, sum(CASE WHEN side = 'bonus' THEN score ELSE 0 END))
                        - least(5, sum(CASE WHEN side = 'deduction' THEN score ELSE 0 END))) AS total
                    FROM assessments_scoreline WHERE run_id = %s AND is_leaf GROUP BY unit_id) s USING (unit_id)
                WHERE r.run_id = %s""",
                [run.pk, run.pk],
            )
            rows = cursor.fetchall()
        assert rows
        for _unit, total, rank, expected, place in rows:
            assert total == expected
            assert rank == place or len({row[1] for row in rows}) < len(rows)


def test_the_state_machine_has_no_short_cut(assessment, inside_a, office, leader):
    with inside_a():
        computed(assessment, office)
        for step, more in (
            (publication.give_notice, {"until": TODAY + datetime.timedelta(5), "document_number": "x"}),
            (publication.make_final, {"document_number": "x"}), (publication.send_back, {"reason": "x"}),
        ):  # fmt: skip
            with pytest.raises(ValidationError, match="不能办这一步"):
                step(
                    assessment=Assessment.objects.get(pk=assessment.pk),
                    version=assessment.version,
                    by=leader,
                    on=TODAY,
                    **more,
                )


def test_many_slices_come_to_the_same_as_one(assessment, inside_a, office, settings):
    """Where all units are in one slice the ranking is done with it, else in a job of its own that scores from what was frozen."""
    with inside_a():
        whole = computed(assessment, office)
        settings.ROLLUP_SLICE = 1
        pieces = run_again(assessment, office)
        for run in (whole, pieces):
            run.progress.refresh_from_db()
        assert pieces.progress.units > 1
        assert whole.progress.results_hash == pieces.progress.results_hash != ""
        rows = [
            list(
                ScoreLine.objects.filter(run=run)
                .order_by("unit", "order")
                .values_list("unit", "key", "points", "score", "state")
            )
            for run in (whole, pieces)
        ]
        assert rows[0] == rows[1] != []


def test_one_unit_among_stored_scores_stands_where_the_whole_ranking_puts_it(assessment, inside_a, office):
    """A page of one unit scores that unit alone: place, tie, grade, movement and gap are those of the whole."""
    from assessments.ranking import rank_groups
    from assessments.selectors.stored_results import placed_among

    with inside_a():
        run = computed(assessment, office)
        scheme = thawed(run.scheme.body)
        groups, inputs = rollup.ranked(run)
        whole = rank_groups(
            scheme, [row.contestant for group in groups for row in group.rows], [group.name for group in groups]
        )
        seen = 0
        for group in whole:
            for row in group.rows:
                unit = inputs[row.contestant.result.unit].unit_id
                alone, source = placed_among(run, unit)
                assert source.unit_id == unit
                assert alone.contestant.result == row.contestant.result
                for part in ("rank", "shared", "decided_by", "graded", "movement", "gap"):
                    assert getattr(alone, part) == getattr(row, part), part
                seen += 1
        assert seen == UnitResult.objects.filter(run=run).count() > 1
