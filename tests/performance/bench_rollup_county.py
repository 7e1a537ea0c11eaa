"""One county's year end with its explanation rows, and the same run once more. ``run.py bench rollup_county``."""

import contextlib
import random
import statistics

from django.db import transaction
from django.utils import timezone

from tests.performance.bench_county_vs_country import _analyze, _analyzing
from tests.performance.bench_reminder_scan import _spent
from tests.performance.lights_bench import TASKS, TOWNSHIPS
from tests.performance.rollup_bench import YearEnd
from tests.performance.roster_bench import Undone, apart

REPEATS = 5


def run(townships: int = TOWNSHIPS, tasks: int = TASKS) -> dict:
    result: dict = {}
    with _analyzing(), contextlib.suppress(Undone), transaction.atomic():
        place, inside = _county(townships, tasks)
        _analyze()
        with inside():
            asked = place.ask()
            place.ours(asked)  # what was computed once is not computed again
            before = _spent()
            place.ours(asked)
            again = _spent() - before
            asked = place.ask()
            _first, units, queries = apart(lambda: place.ours(asked), counted=True)
            assert units >= townships
            ours, floor = [], []
            for _n in range(REPEATS):
                ours.append(apart(lambda: place.ours(asked))[0])
                floor.append(apart(lambda: place.floor(asked))[0])
            stock, _units, loop = apart(lambda: place.stock(asked), counted=True)
        middle, least = statistics.median(ours), max(statistics.median(floor), 0.001)
        result = {
            "name": "rollup_county", "ours_s": round(middle, 3), "stock_s": round(stock, 3), "floor_s": round(least, 3),
            "ours_vs_floor": round(middle / least, 1), "stock_vs_ours": round(stock / middle, 1), "queries": queries,
            "stock_queries": loop, "again_s": round(again, 4), "spread_pct": round(100 * (max(ours) - min(ours)) / middle, 1), "n": units,
        }  # fmt: skip
        raise Undone
    return result


def _county(townships: int, tasks: int):
    from organizations.tenancy.context import tenant
    from tests import cast
    from tests.crowd_of_campaigns import fill_campaign
    from tests.crowd_of_duties import months_of_filings
    from tests.crowd_of_duties import townships as more

    made = cast.build(code="990002")
    with tenant(made.county.id):
        campaign = made.extra.campaign
        filled = fill_campaign(campaign, more(made.units.root, townships), tasks)
        months_of_filings(campaign, filled, random.Random(1), range(1, timezone.localdate().month + 1))  # noqa: S311
        place = YearEnd(made.county.id, campaign)
    return place, lambda: tenant(made.county.id)
