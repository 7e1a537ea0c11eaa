"""A page of 50 of 240 villages with filters and rights against a view that does nothing. ``run.py bench village_list``."""

import contextlib
import statistics
import time

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.performance.roster_bench import Place, Undone

VILLAGES, REPEATS, ROUNDS = 240, 5, 4
ADDRESS = "/villages/?status=poor&size=50&sort=-households"


def run(villages: int = VILLAGES) -> dict:
    """Ours and the bare view (`/healthz`) in turn, medians of processor time."""
    result: dict = {}
    with contextlib.suppress(Undone), transaction.atomic():
        place = Place(villages)
        place.ours(place.workbook())
        _seconds(place.browser, ADDRESS)
        ours, floor = [], []
        for _ in range(REPEATS):
            ours.append(_seconds(place.browser, ADDRESS))
            floor.append(_seconds(place.browser, "/healthz"))
        with CaptureQueriesContext(connection) as asked:
            place.browser.get(ADDRESS)
        mine, bare = statistics.median(ours), statistics.median(floor)
        result = {
            "name": "village_list", "ours_s": round(mine, 4), "floor_s": round(bare, 4), "ours_vs_floor": round(mine / bare, 1),
            "stock_s": None, "stock_vs_ours": None, "queries": len(asked), "added_mb": None,
            "spread_pct": round(100 * (max(ours) - min(ours)) / mine, 1), "n": villages,
        }  # fmt: skip
        raise Undone
    return result


def _seconds(browser: Client, address: str) -> float:
    before = time.process_time()
    for _ in range(ROUNDS):
        assert browser.get(address).status_code == 200
    return (time.process_time() - before) / ROUNDS
