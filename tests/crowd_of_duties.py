"""Many townships, and months of filings in all states: the same ones for the same seed."""

import datetime
import random

from campaigns.models import Assignment, Duty, Filing, FilingFigure, FilingItem, Indicator
from organizations.models import Unit, UnitKind
from tests.cast import STARTED

D = datetime.date


def townships(root, many: int, start: int = 0) -> list[Unit]:
    return Unit.objects.bulk_create(
        [
            Unit(
                kind=UnitKind.TOWNSHIP, code=f"T{n:03d}", name=f"第{n}镇", parent=root, path=f"{root.path}T{n:03d}/",
                valid_from=STARTED, order=300 + n, search_keys=f"第{n}镇",
            )
            for n in range(start, start + many)
        ]
    )  # fmt: skip


def months_of_filings(campaign, tasks, chance: random.Random, months=(2, 3, 4, 5)) -> None:
    """For every share of the tasks a duty a month in some state, with a figure where something was filed."""
    for task in tasks:
        indicator = Indicator.objects.filter(task=task).first()
        for share in Assignment.objects.filter(task=task, state="active"):
            for month in months:
                _one_month(campaign, share, indicator, month, chance)


def _one_month(campaign, share, indicator, month: int, chance: random.Random) -> None:
    due = D(2026, month, 25)
    state = chance.choice(["open", "filed", "accepted", "returned", "waived"])
    filed = (
        due + datetime.timedelta(days=chance.choice([-9, -1, 0, 1, 2]))
        if state in ("filed", "accepted", "returned")
        else None
    )
    duty = Duty.objects.create(
        campaign=campaign, assignment=share, unit=share.unit, kind="report", period_key=f"month:2026-{month:02d}", starts_on=due.replace(day=1),
        ends_on=due, due_on=due, extended_to=due + datetime.timedelta(days=3) if chance.random() < 0.15 else None,
        state="open" if state == "returned" else state, returned=state == "returned", filed_on=filed,
        waived_reason="本月无任务" if state == "waived" else "",
    )  # fmt: skip
    if filed and indicator and chance.random() < 0.8:
        filing = Filing.objects.get_or_create(
            campaign=campaign, unit=share.unit, due_on=due, defaults={"state": "submitted"}
        )[0]
        item = FilingItem.objects.create(filing=filing, duty=duty, state="filled", words="已办结。")
        FilingFigure.objects.create(item=item, indicator=indicator, value=chance.randint(0, 3))
