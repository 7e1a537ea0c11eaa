"""What `bench_rollup_county` and `bench_rollup_country` share: the year end of counties of 17 townships by 18 tasks.

Ours is the whole way: inputs gathered and frozen with their hash, every line scored with its explanation, ranked, the trail
written. The floor is one statement that scores each unit's tasks from their duties and one that ranks; it freezes and explains
nothing. The stock way is the loop that one writes first: unit by unit, item by item, each with its own queries.
"""

from decimal import Decimal

from django.db import connection
from django.utils import timezone

FLOOR = (
    """INSERT INTO assessments_scoreline (county_id, public_id, run_id, unit_id, key, side, depth, is_leaf, "order", "full", points, score, state)
SELECT a.county_id, gen_random_uuid(), %(run)s, a.unit_id, 'task' || t.number, 'base', 2, true, t.number %% 1000, 5, 5,
  round(5.0 * count(*) FILTER (WHERE d.state = 'accepted') / greatest(count(*), 1), 1), 'scored'
FROM campaigns_assignment a JOIN campaigns_task t ON t.id = a.task_id AND t.county_id = a.county_id
JOIN organizations_unit u ON u.id = a.unit_id AND u.county_id = a.county_id AND u.kind = 'township'
LEFT JOIN campaigns_duty d ON d.county_id = a.county_id AND d.assignment_id = a.id AND d.state <> 'waived' AND d.due_on <= %(on)s
WHERE a.county_id = %(county)s AND t.campaign_id = %(campaign)s AND a.state = 'active' GROUP BY a.county_id, a.unit_id, t.number""",
    """INSERT INTO assessments_unitresult (county_id, public_id, run_id, unit_id, unit_name, "group", group_order, base, bonus, deduction, total, rank,
  shared, grade, grade_name, ceiling)
SELECT %(county)s, gen_random_uuid(), %(run)s, s.unit_id, u.name, '', 0, s.total, 0, 0, s.total, rank() OVER (ORDER BY s.total DESC), 1, '', '', ''
FROM (SELECT unit_id, sum(score) AS total FROM assessments_scoreline WHERE county_id = %(county)s AND run_id = %(run)s GROUP BY unit_id) s
JOIN organizations_unit u ON u.id = s.unit_id AND u.county_id = %(county)s""",
)


class YearEnd:
    """One county's assessment with its scheme in force; inside the county."""

    def __init__(self, county_id: int, campaign):
        from assessments.services import assessments, schemes

        self.county, self.campaign, self.on = county_id, campaign, timezone.localdate()
        self.assessment = assessments.create(
            campaign=campaign, year=self.on.year + 5, level="township", name="量测考核", starts_on=campaign.starts_on,
            ends_on=campaign.ends_on, groups=[], by=None,
        )  # fmt: skip
        draft = self.assessment.draft
        schemes.put_in_force(
            assessment=self.assessment,
            valid_from=campaign.starts_on,
            reason="",
            document_number="",
            version=draft.version,
            by=None,
        )

    def ask(self):
        """The run, asked for and not begun: all three ways are measured from here on."""
        from assessments.models import Assessment
        from assessments.services import rollup

        return rollup.ask_run(assessment=Assessment.objects.get(pk=self.assessment.pk), on=self.on, by=None)

    def ours(self, run) -> int:
        from assessments.services import rollup

        rollup.perform_all(run_id=run.pk)
        return run.results.count()

    def floor(self, run) -> int:
        facts = {"county": self.county, "run": run.pk, "campaign": self.campaign.pk, "on": self.on}
        with connection.cursor() as cursor:
            for statement in FLOOR:
                cursor.execute(statement, facts)
            return cursor.rowcount

    def stock(self, run) -> int:
        from assessments.models import ScoreLine, UnitResult
        from campaigns.models import Assignment, Duty
        from organizations.models import Unit

        totals = []
        for unit in Unit.objects.filter(kind="township"):
            total = Decimal(0)
            shares = Assignment.objects.filter(task__campaign=self.campaign, unit=unit, state="active")
            for place, share in enumerate(shares):
                duties = Duty.objects.filter(assignment=share, due_on__lte=self.on).exclude(state="waived")
                due, accepted = duties.count(), duties.filter(state="accepted").count()
                score = round(Decimal(5) * accepted / max(due, 1), 1)
                ScoreLine.objects.create(
                    run=run, unit=unit, key=f"task{share.task.number}", side="base", depth=2, is_leaf=True, order=place, full=5, points=5,
                    score=score, state="scored",
                )  # fmt: skip
                total += score
            totals.append((total, unit))
        for place, (total, unit) in enumerate(sorted(totals, key=lambda pair: -pair[0]), 1):
            UnitResult.objects.create(
                run=run, unit=unit, unit_name=unit.name, base=total, bonus=0, deduction=0, total=total, rank=place
            )
        return len(totals)
