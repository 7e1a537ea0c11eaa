"""The pages of one county, alone in the database and among many. ``run.py bench county_vs_country --counties N`` calls ``run``.

List of campaigns, overview, light matrix, matrix of filing and inbox, as the county's office sees them. "Ours" is their sum
among N counties of the same size, the floor the same pages before the others came; both in one transaction that is rolled
back, in seconds of this process and of its database session. Aim: 1.1 times.
"""

import contextlib
import datetime
import statistics

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.performance.bench_reminder_scan import _spent
from tests.performance.lights_bench import TASKS, TOWNSHIPS, Undone, _county

COUNTIES, REPEATS, ROUNDS, MONTHS, MESSAGES = 50, 7, 5, 4, 200
D = datetime.date


def run(counties: int = COUNTIES, townships: int = TOWNSHIPS, tasks: int = TASKS) -> dict:
    result: dict = {}
    with _analyzing(), contextlib.suppress(Undone), transaction.atomic():
        browser, slug = _county()
        _analyze()
        pages = {"list": "/c/", "overview": f"/c/{slug}/", "lights": f"/c/{slug}/lights/", "filings": f"/c/{slug}/filings/", "inbox": "/inbox/"}  # fmt: skip
        alone = {name: _seconds(browser, address) for name, address in pages.items()}
        for number in range(1, counties):
            _another(number, townships, tasks)
        _analyze()
        among = {name: _seconds(browser, address) for name, address in pages.items()}
        with CaptureQueriesContext(connection) as queries:
            for address in pages.values():
                browser.get(address)
        ours, floor = sum(map(statistics.median, among.values())), sum(map(statistics.median, alone.values()))
        result = {
            "name": "county_vs_country", "ours_s": round(ours, 4), "floor_s": round(floor, 4), "ours_vs_floor": round(ours / floor, 2),
            "queries": len(queries), "n": counties,
            "spread_pct": round(100 * max((max(rows) - min(rows)) / statistics.median(rows) for rows in among.values()), 1),
            "pages": {name: round(statistics.median(among[name]) / statistics.median(alone[name]), 2) for name in pages},
        }  # fmt: skip
        raise Undone
    return result


@contextlib.contextmanager
def _analyzing():
    """`_analyze` for as long as it lasts: the tables are the owner's, and the rows are not committed for him to see, so he
    lends a function to the transaction that made them."""
    import psycopg2
    from django.conf import settings

    from tests.addresses import address

    owner = psycopg2.connect(address(settings.OWNER_DATABASE | {"NAME": connection.settings_dict["NAME"]}))
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION bench_analyze() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS "
            "$$ BEGIN EXECUTE 'ANALYZE'; END $$"
        )
        try:
            yield
        finally:
            cursor.execute("DROP FUNCTION bench_analyze()")
            owner.close()


def _analyze() -> None:
    """As autovacuum would: of tables it knows nothing about, the planner expects one row a county and joins accordingly."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT bench_analyze()")


def _another(number: int, many_townships: int, many_tasks: int) -> None:
    """A county of the measured one's size, written in bulk: campaign, shares, duties, filings with figures, messages."""
    from campaigns.models import Action, Assignment, Campaign, Duty, Filing, FilingFigure, FilingItem, Indicator, Task
    from organizations.models import Account, Membership, Message, Notice, Unit
    from organizations.tenancy.context import tenant
    from tests.crowd_of_campaigns import fill_campaign
    from tests.crowd_of_duties import townships
    from tests.roles import make_county

    county = make_county(code=f"98{number:04d}", name=f"第{number}县", department_name=f"第{number}县委组织部")
    with tenant(county.id):
        root = Unit.objects.create(
            kind="county", code=county.code, name=county.name, path=f"{county.code}/", valid_from=D(2020, 1, 1)
        )
        units = townships(root, many_townships)
        campaign = Campaign.objects.create(
            slug="country",
            name="量测活动",
            owner=root,
            year=2026,
            starts_on=D(2026, 1, 1),
            ends_on=D(2026, 12, 31),
            state="published",
        )
        action = Action.objects.create(campaign=campaign, name="行动", order=0)
        Task.objects.create(campaign=campaign, action=action, title="任务", order=0, number=1)
        fill_campaign(campaign, units, many_tasks)
        indicator = dict(Indicator.objects.filter(task__campaign=campaign).values_list("task", "pk"))
        days = [D(2026, month, 25) for month in range(1, MONTHS + 1)]
        duties = Duty.objects.bulk_create(
            Duty(
                campaign=campaign, assignment=share, unit_id=share.unit_id, kind="report", period_key=f"month:{day:%Y-%m}",
                starts_on=day.replace(day=1), ends_on=day, due_on=day, state="filed", filed_on=day,
            )
            for share in Assignment.objects.filter(task__campaign=campaign) for day in days
        )  # fmt: skip
        filings = {
            (row.unit_id, row.due_on): row
            for row in Filing.objects.bulk_create(
                Filing(campaign=campaign, unit=unit, due_on=day, state="submitted") for unit in units for day in days
            )
        }
        items = FilingItem.objects.bulk_create(
            FilingItem(filing=filings[duty.unit_id, duty.due_on], duty=duty, state="filled", words="已办结。")
            for duty in duties
        )
        FilingFigure.objects.bulk_create(
            FilingFigure(item=item, indicator_id=indicator[item.duty.assignment.task_id], value=1)
            for item in items
            if item.duty.assignment.task_id in indicator
        )
        account = Account.objects.create(county=county, login_name="office", password="!")
        Membership.objects.create(account=account, unit=root, role="county_leader", valid_from=D(2020, 1, 1))
        notices = Notice.objects.bulk_create(
            Notice(subject=f"第{n}号", body="内容", link="/", roles=[], delivered_at=timezone.now())
            for n in range(MESSAGES)
        )
        Message.objects.bulk_create(Message(notice=notice, account=account) for notice in notices)


def _seconds(browser: Client, address: str) -> list[float]:
    """Of one answer, several times; the first ones warm up."""
    for _warm in range(ROUNDS):
        assert browser.get(address).status_code == 200, address
    found = []
    for _ in range(REPEATS):
        before = _spent()
        for _round in range(ROUNDS):
            browser.get(address)
        found.append((_spent() - before) / ROUNDS)
    return found
