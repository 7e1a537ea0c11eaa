"""The year end of the whole country, county by county. ``run.py bench rollup_country --counties 2844``.

`growth` is processor seconds of one county's roll-up, the median of some, when that many counties are in the database: a
straight line when it stays the same. `ours_s` is all counties, each rolled up once; the floor is reckoned from the same
sample. `messages` is what the worker is told in all, as the dispatcher would send it.
"""

import contextlib
import statistics

from django.db import transaction

from tests.performance.bench_county_vs_country import _analyze, _analyzing
from tests.performance.bench_reminder_scan import _spent
from tests.performance.country import Country
from tests.performance.lights_bench import TASKS, TOWNSHIPS
from tests.performance.rollup_bench import YearEnd
from tests.performance.roster_bench import Undone, apart

COUNTIES, SAMPLE = 40, 9
KINDS = ("freeze_rollup", "score_rollup", "rank_rollup")


def run(counties: int = COUNTIES, townships: int = TOWNSHIPS, tasks: int = TASKS) -> dict:
    result: dict = {}
    with _analyzing(), contextlib.suppress(Undone), transaction.atomic():
        country = Country(townships, tasks)
        growth: dict[int, float] = {}
        floors: list[float] = []
        queries = jobs = 0
        for step in sorted({max(1, counties // 32), max(1, counties // 8), max(1, counties // 2), counties}):
            country.grow(step)
            _analyze()
            ours = []
            for county in country.counties[-SAMPLE:]:
                with _year_end(county) as (place, asked):
                    spent, units, queries = apart(lambda: place.ours(asked), counted=True)  # noqa: B023
                    assert units == townships, units
                    ours.append(spent)
                    floors.append(apart(lambda: place.floor(asked))[0])  # noqa: B023
                    place.ours(asked)
                    jobs = _jobs()
                    raise Undone
            growth[step] = statistics.median(ours)
        total = 0.0
        for county in country.counties:
            with _year_end(county) as (place, asked):
                before = _spent()
                place.ours(asked)
                total += _spent() - before
                raise Undone
        one, floor = growth[counties], max(statistics.median(floors), 0.001)
        result = {
            "name": "rollup_country", "ours_s": round(total, 2), "floor_s": round(floor * counties, 2),
            "ours_vs_floor": round(total / (floor * counties), 1), "queries": queries, "messages": _messages(counties, jobs), "n": counties,
            "villages": counties * _villages(country), "growth": {step: round(spent, 3) for step, spent in growth.items()},
            "spread_pct": round(100 * (max(growth.values()) - min(growth.values())) / one, 1),
        }  # fmt: skip
        raise Undone
    return result


@contextlib.contextmanager
def _year_end(county: int):
    """A run that was asked for and not begun; all of it is taken back when the block raises Undone."""
    from campaigns.models import Campaign
    from organizations.tenancy.context import tenant

    with tenant(county), contextlib.suppress(Undone), transaction.atomic():
        place = YearEnd(county, Campaign.objects.get(slug="country"))
        yield place, place.ask()


def _jobs() -> int:
    from organizations.models import OutboxJob

    return OutboxJob.objects.filter(kind__in=KINDS).count()


def _villages(country: Country) -> int:
    from organizations.models import Unit
    from organizations.tenancy.context import tenant

    with tenant(country.counties[0]):
        return Unit.objects.filter(kind="village").count()


def _messages(counties: int, jobs: int) -> int:
    """Each county's jobs come one after the other; of one step the dispatcher takes a batch of counties at a time."""
    from organizations.dispatching import BATCH, Claimed, in_messages

    waiting = [Claimed(job_id=n, county_id=n, heavy=True, kind=KINDS[0], attempts=1) for n in range(counties)]
    return jobs * sum(len(in_messages(waiting[first : first + BATCH])) for first in range(0, counties, BATCH))
