"""The year end of many counties, one after the other. ``run.py bench rollup_country --counties N``.

`growth` is processor seconds of one county's roll-up when that many counties are in the database: a straight line when it
stays the same. `country_s` reckons it for the country's 2,844 counties; `messages` is what the worker is told for one county.
"""

import contextlib
import statistics

from django.db import transaction
from django.utils import timezone

from tests.performance.bench_county_vs_country import _analyze, _analyzing, _another
from tests.performance.lights_bench import TASKS, TOWNSHIPS
from tests.performance.rollup_bench import YearEnd
from tests.performance.roster_bench import Undone, apart

COUNTIES, COUNTRY, EACH = 40, 2_844, 3


def run(counties: int = COUNTIES, townships: int = TOWNSHIPS, tasks: int = TASKS) -> dict:
    from campaigns.models import Campaign
    from organizations.models import County, OutboxJob
    from organizations.tenancy.context import tenant

    result: dict = {}
    steps = sorted({max(1, counties // 8), max(1, counties // 2), counties})
    growth: dict[int, float] = {}
    floors: list[float] = []
    queries = messages = 0
    with _analyzing(), contextlib.suppress(Undone), transaction.atomic():
        made = 0
        for step in steps:
            while made < step:
                made += 1
                _another(made, townships, tasks)
            _analyze()
            ours = []
            for number in range(max(1, made - EACH + 1), made + 1):
                county = County.objects.get(code=f"98{number:04d}")
                with tenant(county.id), contextlib.suppress(Undone), transaction.atomic():
                    place = YearEnd(county.id, Campaign.objects.get(slug="country"))
                    asked = place.ask()
                    spent, units, queries = apart(lambda: place.ours(asked), counted=True)  # noqa: B023
                    assert units == townships, (units, timezone.localdate())
                    ours.append(spent)
                    floors.append(apart(lambda: place.floor(asked))[0])  # noqa: B023
                    place.ours(asked)
                    messages = OutboxJob.objects.filter(
                        kind__in=["freeze_rollup", "score_rollup", "rank_rollup"]
                    ).count()
                    raise Undone
            growth[step] = statistics.median(ours)
        one, floor = growth[counties], max(statistics.median(floors), 0.001)
        result = {
            "name": "rollup_country", "ours_s": round(one * counties, 2), "floor_s": round(floor * counties, 2), "ours_vs_floor": round(one / floor, 1),
            "queries": queries, "messages": messages, "country_s": round(one * COUNTRY), "n": counties,
            "growth": {step: round(spent, 3) for step, spent in growth.items()},
            "spread_pct": round(100 * (max(growth.values()) - min(growth.values())) / one, 1),
        }  # fmt: skip
        raise Undone
    return result
