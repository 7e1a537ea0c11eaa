"""An import under SIGKILL at twenty moments: the register is as before or as after, never between, and nothing is stuck."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from organizations.models import AuditEntry, ImportBatch, ImportRow, Unit
from organizations.tenancy.context import tenant
from tests.organizations.imports.test_pages import upload
from tests.organizations.imports.workbooks import xlsx
from tests.processes import wait_until
from villages.models import Village, VillageOfficer, VillageYear

pytestmark = [pytest.mark.deep, pytest.mark.servers, pytest.mark.django_db(transaction=True)]
ROWS, KILLS = 300, 20
HEAD = ["乡镇", "村名", "区划代码", "户数", "人口", "党员数", "书记姓名", "任职日期"]


def roster(cast, more: int) -> bytes:
    code = cast.county.code
    rows = [
        ["石桥镇", f"第{n}新村", f"{code}101{300 + n}", 100 + n + more, 900 + n, 20 + n % 30, f"石某{n}", "2021-03-01"]
        for n in range(ROWS)
    ]
    return xlsx(HEAD, *rows)


def picture(cast) -> tuple:
    """Everything an import may touch, with the trail."""
    with tenant(cast.county.id):
        return (
            sorted(Unit.objects.values_list("code", "name", "valid_to", "version")),
            sorted(Village.objects.values_list("unit", "version")),
            sorted(VillageYear.objects.values_list("unit", "year", "households", "version")),
            sorted(VillageOfficer.objects.values_list("unit", "name", "ended_on", "version"), key=str),
            AuditEntry.objects.filter(action="import.write").count(),
        )


class Writing:
    """The process that writes, held at the start until it is told."""

    def __init__(self, environment, cast, batch):
        arguments = [sys.executable, "-m", "tests.deep.write_import", str(cast.county.id), str(batch.pk)]
        self.child = subprocess.Popen(
            arguments, env=environment, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.child.stdout.readline() == "ready\n"

    def start(self) -> float:
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        return time.monotonic()

    def kill(self) -> None:
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait(20)


def sessions_gone(known: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0] <= known


def checked(cast, browser, more: int) -> ImportBatch:
    address = upload(browser, roster(cast, more), "villages", "台账.xlsx")
    with tenant(cast.county.id):
        batch = ImportBatch.objects.get(public_id=address.rstrip("/").rpartition("/")[2])
        assert batch.counts["refused"] == 0, batch.counts
    return batch


def test_twenty_kills(county_a, as_role, process_environment):
    browser = as_role("county_office")
    known = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        known = cursor.fetchone()[0]
    # How long a whole writing takes here; the first one sets the villages up, the later ones change all of them.
    batch = checked(county_a, browser, 0)
    process = Writing(process_environment, county_a, batch)
    began = process.start()
    assert process.child.stdout.readline() == "written\n"
    whole = time.monotonic() - began
    process.child.wait(20)
    chance, ends = random.Random(20), Counter()  # noqa: S311  moments, not secrets
    for number in range(1, KILLS + 1):
        batch = checked(county_a, browser, number)
        before = picture(county_a)
        process = Writing(process_environment, county_a, batch)
        process.start()
        time.sleep(chance.uniform(0, whole * 0.9))  # the moment is what is tried, nothing waits for it
        process.kill()
        wait_until(lambda: sessions_gone(known), what=lambda: "the database still works for the killed process")
        after = picture(county_a)
        with tenant(county_a.county.id):
            batch.refresh_from_db()
            marked = ImportRow.objects.filter(batch=batch, version_after__isnull=False).count()
        ends[batch.state] += 1
        if batch.state == ImportBatch.State.CHECKED:
            assert (after, marked) == (before, 0), f"kill {number} left something behind"
            if number % 5 == 0:  # and it can be written still, whole
                form = {"confirmed": "on"}
                address = f"/import/villages/{batch.public_id}/write/"
                assert browser.post(address, form).status_code == 302
                after = picture(county_a)
                assert after[4] == before[4] + 1
                assert {100 + n + number for n in range(ROWS)} <= {row[2] for row in after[2]}
        else:
            assert batch.state == ImportBatch.State.WRITTEN
            assert (marked, after[4]) == (ROWS, before[4] + 1)
            assert {100 + n + number for n in range(ROWS)} <= {row[2] for row in after[2]}
    # How fast a write is depends on what else the machine does: enough that many kills came before its end.
    assert ends["checked"] >= KILLS // 4, ends
