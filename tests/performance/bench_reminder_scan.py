"""The daily digest over 700,000 open duties of which about one in a hundred asks. ``run.py bench reminder_scan``.

Ours is `services.reminders.remind`: the scan, one reminder a unit, the messages and their notices. The floor is the same
rows by one notice and three `INSERT … SELECT` by hand; `scan_s` is our scan alone. The stock way is a loop over the ORM's
rows that tells nobody. Each is
rolled back, so that the next one finds the same day. The data is made once and kept in the bench's database.
"""

import statistics
import time
from datetime import date, datetime, timedelta

OPEN_DUTIES = 700_000
PERIODS = 100
REPEATS = 5
ON = date(2026, 6, 16)
CODE = "990700"

UNITS = """
INSERT INTO organizations_unit (county_id, public_id, kind, code, name, short_name, parent_id, path, "order", aliases, valid_from, search_keys, version)
SELECT %(county)s, gen_random_uuid(), 'department', 'B' || n, '第' || n || '单位', '', %(root)s, %(path)s || 'B' || n || '/', n, '{}', '2020-01-01', '', 1
FROM generate_series(1, %(units)s) n
"""
ACCOUNTS = """
INSERT INTO organizations_account (county_id, login_name, password, is_active, must_change_password, theme, large_type, created_at)
SELECT %(county)s, 'bench' || n, '!', true, false, 'light', false, now() FROM generate_series(1, %(units)s) n
"""
ROLES = """
INSERT INTO organizations_membership (county_id, public_id, account_id, unit_id, role, valid_from)
SELECT %(county)s, gen_random_uuid(), a.id, u.id, 'unit_liaison', '2020-01-01' FROM organizations_account a
JOIN organizations_unit u ON u.county_id = a.county_id AND u.code = replace(a.login_name, 'bench', 'B') WHERE a.county_id = %(county)s
"""
SHARES = """
INSERT INTO campaigns_assignment (county_id, public_id, task_id, unit_id, role, through, "order", state, reason, since)
SELECT %(county)s, gen_random_uuid(), %(task)s, id, 'responsible', '', "order", 'active', '', '2026-01-01'
FROM organizations_unit WHERE county_id = %(county)s AND kind = 'department'
"""
# Of each unit's duties one falls due on the day itself, the others after the days that are looked at.
DUTIES = """
INSERT INTO campaigns_duty (county_id, public_id, campaign_id, assignment_id, unit_id, kind, period_key, title, starts_on, ends_on, due_on, state, returned, waived_reason, waived_with_share)
SELECT %(county)s, gen_random_uuid(), %(campaign)s, a.id, a.unit_id, 'report', 'n:' || n, '', d.due, d.due, d.due, 'open', false, '', false
FROM campaigns_assignment a, generate_series(0, %(periods)s - 1) n,
  LATERAL (SELECT CASE WHEN n = 0 THEN %(on)s::date ELSE %(on)s::date + 10 + n END AS due) d WHERE a.county_id = %(county)s
"""
FLOOR = """
INSERT INTO campaigns_reminder (county_id, public_id, unit_id, day, duties, late, made_at)
SELECT %(county)s, gen_random_uuid(), unit_id, %(on)s, count(*), count(*) FILTER (WHERE due_on < %(on)s), now() FROM campaigns_duty
WHERE county_id = %(county)s AND state = 'open' AND due_on <= %(on)s::date + 3 GROUP BY unit_id ON CONFLICT DO NOTHING
"""

TOLD = (
    """INSERT INTO organizations_notice (county_id, public_id, subject, body, link, roles, created_at)
VALUES (%(county)s, gen_random_uuid(), '1', '1', '/', '[]', now())""",
    """INSERT INTO organizations_noticeunit (county_id, public_id, notice_id, unit_id)
SELECT %(county)s, gen_random_uuid(), currval(pg_get_serial_sequence('organizations_notice', 'id')), unit_id FROM campaigns_reminder
WHERE county_id = %(county)s AND day = %(on)s""",
    """INSERT INTO organizations_message (county_id, public_id, notice_id, account_id, created_at)
SELECT %(county)s, gen_random_uuid(), currval(pg_get_serial_sequence('organizations_notice', 'id')), m.account_id, now()
FROM campaigns_reminder r JOIN organizations_membership m ON m.county_id = r.county_id AND m.unit_id = r.unit_id
WHERE r.county_id = %(county)s AND r.day = %(on)s""",
)


class _Rollback(Exception):
    pass


def run(open_duties: int = OPEN_DUTIES) -> dict:
    """Processor seconds of this process and its database session, medians of ours and the floor in turn."""
    county, units = prepare(open_duties)
    ours, floor, again = [], [], []
    queries = 0
    for _n in range(REPEATS):
        first, second, queries, reminded = _ours(county)
        assert reminded == units, (reminded, units)
        ours.append(first)
        again.append(second)
        floor.append(_timed(county, lambda: _floor(county)))
    stock = _timed(county, _stock)
    middle, least = statistics.median(ours), statistics.median(floor)
    return {
        "name": "reminder_scan",
        "ours_s": round(middle, 3),
        "stock_s": round(stock, 3),
        "floor_s": round(least, 3),
        "ours_vs_floor": round(middle / least, 2),
        "stock_vs_ours": round(stock / middle, 2),
        "queries": queries,
        "scan_s": round(_timed(county, _scan), 3),
        "again_vs_ours": round(statistics.median(again) / middle, 3),
        "spread_pct": round(100 * (max(ours) - min(ours)) / middle, 1),
        "n": open_duties,
    }


def prepare(open_duties: int) -> tuple[int, int]:
    """(county id, number of units that are due): made when it is not there in this size."""
    from django.db import connection

    from campaigns.models import Action, Campaign, Duty, Task
    from organizations.models import Unit
    from organizations.tenancy.context import tenant
    from tests.roles import make_county

    units = max(1, open_duties // PERIODS)
    county = make_county(code=f"99{units:04d}"[:6], name="量测县", department_name="量测县委组织部")
    with tenant(county.id):
        if Duty.objects.exists():
            return county.id, units
        root = Unit.objects.create(kind="county", code=CODE, name="量测县", path=f"{CODE}/", valid_from="2020-01-01")
        campaign = Campaign.objects.create(
            slug="bench",
            name="量测活动",
            owner=root,
            year=2026,
            starts_on="2026-01-01",
            ends_on="2026-12-31",
            state="published",
        )
        action = Action.objects.create(campaign=campaign, name="行动", order=0)
        task = Task.objects.create(campaign=campaign, action=action, title="任务", order=0, number=1)
        facts = {
            "county": county.id, "root": root.pk, "path": root.path, "units": units, "task": task.pk, "campaign": campaign.pk,
            "periods": PERIODS, "on": ON,
        }  # fmt: skip
        with connection.cursor() as cursor:
            for statement in (UNITS, ACCOUNTS, ROLES, SHARES, DUTIES):
                cursor.execute(statement, facts)
    return county.id, units


def _ours(county: int) -> tuple[float, float, int, int]:
    """Seconds of the first run and of the second one on the same day, queries and units of the first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from campaigns.services.reminders import remind
    from organizations.tenancy.context import tenant
    from organizations.working_time import COUNTY_TIME

    moment = datetime(ON.year, ON.month, ON.day, 9, tzinfo=COUNTY_TIME)
    try:
        with tenant(county), CaptureQueriesContext(connection) as captured:
            before = _spent()
            reminded = remind(moment=moment)
            middle = _spent()
            number = len(captured)
            assert remind(moment=moment) == 0
            after = _spent()
            raise _Rollback
    except _Rollback:
        return middle - before, after - middle, number, reminded


def _timed(county: int, work) -> float:
    from organizations.tenancy.context import tenant

    try:
        with tenant(county):
            before = _spent()
            work()
            after = _spent()
            raise _Rollback
    except _Rollback:
        return after - before


def _floor(county: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in (FLOOR, *TOLD):
            cursor.execute(statement, {"county": county, "on": ON})


def _scan() -> None:
    from campaigns.selectors.reminders import units_to_remind

    units_to_remind(ON)


def _stock() -> None:
    """What one writes first: each open duty looked at, its unit asked, its reminder looked up and saved."""
    from campaigns.models import Duty, Reminder

    for duty in Duty.objects.filter(state="open", due_on__lte=ON + timedelta(days=3)).iterator():
        if duty.campaign.state == "published" and not Reminder.objects.filter(unit=duty.unit, day=ON).exists():
            Reminder.objects.create(unit=duty.unit, day=ON, duties=1)


def _spent() -> float:
    """Processor seconds of this process and of its database session."""
    from pathlib import Path

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / 100
