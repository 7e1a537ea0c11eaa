"""What `bench_dashboard` and `bench_matrix` share: a page at 17 townships by 18 tasks against a view that does nothing."""

import contextlib
import random
import statistics
import time

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

REPEATS, ROUNDS = 5, 4
TOWNSHIPS, TASKS = 17, 18


class Undone(Exception):
    """Ends the transaction so that the measurement leaves nothing behind."""


def measure(name: str, path: str) -> dict:
    """Ours and the bare view (`/healthz`, which neither logs in nor reads a row) in turn, medians of processor time."""
    result: dict = {}
    with contextlib.suppress(Undone), transaction.atomic():
        browser, slug = _county()
        address = f"/c/{slug}/{path}"
        _seconds(browser, address)
        ours, floor = [], []
        for _ in range(REPEATS):
            ours.append(_seconds(browser, address))
            floor.append(_seconds(browser, "/healthz"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        result = _result(name, ours, floor, len(queries))
        raise Undone
    return result


def _county():
    """A county of the tests' cast, blown up to a real one's size, inside the open transaction."""
    from organizations.tenancy.context import tenant
    from tests import cast
    from tests.crowd_of_campaigns import fill_campaign
    from tests.crowd_of_duties import months_of_filings, townships

    made = cast.build(code="990001")
    with tenant(made.county.id):
        campaign = made.extra.campaign
        tasks = fill_campaign(campaign, townships(made.units.root, TOWNSHIPS), TASKS)
        month = timezone.localdate().month
        months_of_filings(campaign, tasks, random.Random(1), range(max(1, month - 3), month + 1))  # noqa: S311
        slug = campaign.slug
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(made.accounts["county_office"], backend="organizations.permissions.RoleBackend")
    return browser, slug


def _seconds(browser: Client, address: str) -> float:
    before = time.process_time()
    for _ in range(ROUNDS):
        assert browser.get(address).status_code in (200, 302)
    return (time.process_time() - before) / ROUNDS


def _result(name: str, ours: list[float], floor: list[float], queries: int) -> dict:
    mine, bare = statistics.median(ours), statistics.median(floor)
    return {
        "name": name, "ours_s": round(mine, 4), "stock_s": None, "floor_s": round(bare, 4), "ours_vs_floor": round(mine / bare, 1),
        "stock_vs_ours": None, "queries": queries, "added_mb": None,
        "spread_pct": round(100 * (max(ours) - min(ours)) / mine, 1), "n": TOWNSHIPS * TASKS,
    }  # fmt: skip
