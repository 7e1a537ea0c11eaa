"""All figures of a run are of the same moment, whatever is changed while they are gathered."""

import threading

import pytest
from django.db import connection, connections

from assessments.frozen import thawed
from assessments.models import Assessment, RollupInput, RollupProgress
from assessments.services import rollup
from cadres.models import Finding
from organizations import tasks
from organizations.models import OutboxJob
from organizations.tenancy.context import tenant
from tests.assessments.steps import acting
from tests.days import COUNTED
from tests.processes import somebody_waits, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_changed_while_the_figures_are_gathered_waits_for_the_next_run(county_a):
    county = county_a.county.id
    with tenant(county):
        row = Assessment.objects.get(pk=county_a.extra.assessment.pk)
        OutboxJob.objects.all().delete()
        key = next(key for key, source in row.draft.sources.items() if source.get("kind") == "findings")
        known = _absent(row.run, key)
        assert sum(known.values()), "the sample has something to drop"
        run = rollup.ask_run(assessment=row, on=COUNTED, by=acting(county_a, "county_office"))
        job = OutboxJob.objects.get(kind="freeze_rollup")
    said: list[str] = []

    def work():
        said.append(tasks.run_heavy_job(county, job.pk))
        connections.close_all()

    worker = threading.Thread(target=work)
    with tenant(county), connection.cursor() as cursor:
        # It has read the filings by the time it asks for the findings, and waits there until they are changed.
        cursor.execute("LOCK TABLE cadres_finding IN ACCESS EXCLUSIVE MODE")
        worker.start()
        wait_until(somebody_waits)
        Finding.objects.update(state=Finding.State.DROPPED)
    worker.join(60)
    assert said == ["done"]
    with tenant(county):
        assert RollupProgress.objects.get(run=run).state == "scoring"
        assert _absent(run, key) == known


def _absent(run, key: str) -> dict[int, int]:
    return {
        row.unit_id: sum(thawed(row.body).answers[key].counts.values()) for row in RollupInput.objects.filter(run=run)
    }
