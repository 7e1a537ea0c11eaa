"""A roll-up killed at twenty random moments, and twice at once: equal to a clean one twenty times of twenty."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.models import AssessmentStep, RollupInput, RollupProgress, RollupRun, ScoreLine, UnitResult
from assessments.services import rollup
from organizations.models import Membership, OutboxJob, Unit, UnitKind
from organizations.tenancy.context import tenant
from tests.processes import wait_until

pytestmark = [pytest.mark.deep, pytest.mark.servers, pytest.mark.django_db(transaction=True)]
KILLS, TOWNS = 20, 28


class Hand:
    def __init__(self, environment, county_id: int):
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.deep.do_rollup", str(county_id)], cwd=settings.BASE_DIR,
            env=environment | {"DJANGO_SETTINGS_MODULE": "tests.deep.settings"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.child.stdout.readline() == "ready\n"

    def start(self) -> float:
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        return time.monotonic()

    def kill(self) -> None:
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait(20)

    def finish(self) -> None:
        assert self.child.wait(120) == 0


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


@pytest.fixture
def office(county_a):
    account = county_a.accounts["county_office"]
    with tenant(county_a.county.id):
        OutboxJob.objects.all().delete()
        account.membership = Membership.objects.select_related("unit").filter(account=account).first()
        root = county_a.units.root
        Unit.objects.bulk_create([
            Unit(
                kind=UnitKind.TOWNSHIP, code=f"{county_a.county.code}{400 + n}000", name=f"第{n}镇", parent=root, order=50 + n,
                path=f"{root.path}{county_a.county.code}{400 + n}000/", valid_from=county_a.units.stone.valid_from,
            )
            for n in range(TOWNS)
        ])  # fmt: skip
    account.acting_person = county_a.people["county_office"]
    return account


def asked(cast, office) -> RollupRun:
    with tenant(cast.county.id):
        return rollup.ask_run(assessment=cast.extra.assessment, on=timezone.localdate(), by=office)


def picture(cast, run) -> tuple:
    with tenant(cast.county.id):
        progress = RollupProgress.objects.get(run=run)
        lines = list(
            ScoreLine.objects.filter(run=run)
            .order_by("unit__code", "order")
            .values_list("unit__code", "key", "score", "state")
        )
        return (
            progress.state, progress.inputs_hash, progress.results_hash, progress.scored, lines, RollupInput.objects.filter(run=run).count(),
            UnitResult.objects.filter(run=run).count(), AssessmentStep.objects.filter(run=run).count(),
        )  # fmt: skip


def test_twenty_kills_and_two_at_once(county_a, office, process_environment):
    known = sessions()
    run = asked(county_a, office)
    hand = Hand(process_environment, county_a.county.id)
    began = hand.start()
    hand.finish()
    whole = time.monotonic() - began
    clean = picture(county_a, run)
    assert clean[0] == "done"
    assert clean[6] == TOWNS + 2
    chance, left = random.Random(8), 0  # noqa: S311  moments, not secrets
    for number in range(KILLS):
        run = asked(county_a, office)
        first = Hand(process_environment, county_a.county.id)
        first.start()
        time.sleep(chance.uniform(0, whole))  # the moment is what is tried, nothing waits for it
        first.kill()
        wait_until(lambda: sessions() <= known, what=lambda: "the database still works for the killed process")
        with tenant(county_a.county.id):
            left += OutboxJob.objects.filter(state="pending").exists()
        hands = [Hand(process_environment, county_a.county.id) for _hand in range(2 if number % 4 == 0 else 1)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.finish()
        assert picture(county_a, run) == clean, f"kill {number}"
    assert left >= KILLS // 2, "most of the kills have to come in the middle"
