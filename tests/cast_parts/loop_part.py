"""Examples of the reporting loop: filings in every state, an extension asked for, an urge, a light set by hand.

The county campaign's first task is filed monthly by 石桥镇 (three months), 枫林乡 and the finance bureau; the township's
campaign by its village 渡口村.
"""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import (
    Assignment,
    Duty,
    Extension,
    Filing,
    FilingEvent,
    FilingEvidence,
    FilingFigure,
    FilingItem,
    Indicator,
    IndicatorTarget,
    LightOverride,
    Reminder,
    Urge,
)
from organizations.models import Feedback, Robot
from organizations.services import evidence
from tests.cast import Cast
from tests.cast_parts.async_part import picture

MONTHS = (3, 4, 5)


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county, after the campaigns."""
    extra, units = cast.extra, cast.units
    extra.proof = evidence.store(
        by=cast.accounts["township"],
        unit=units.stone,
        title=f"{mark}整顿照片",
        upload=SimpleUploadedFile(f"{mark}整顿.png", picture()),
    )
    extra.indicator = Indicator.objects.create(
        task=extra.tasks[0],
        name=f"{mark}完成整顿的村",
        level="township",
        value=6,
        unit_word="个",
        words=f"{mark}每个乡镇6个",
    )
    extra.indicator_target = IndicatorTarget.objects.create(indicator=extra.indicator, unit=units.stone, value=8)
    share = {
        name: Assignment.objects.get(task=extra.tasks[0], unit=getattr(units, name))
        for name in ("stone", "maple", "finance")
    }
    extra.assignment = share["stone"]
    states = ("accepted", "returned", "draft")
    filings = [
        _filing(cast, mark, share["stone"], month, state, number)
        for number, (month, state) in enumerate(zip(MONTHS, states, strict=True), 1)
    ]
    extra.accepted_filing, extra.returned_filing, extra.filing = filings
    extra.filing_item = extra.filing.items.get()
    extra.returned_item = extra.returned_filing.items.get()
    extra.waiting_filing = _filing(cast, mark, share["maple"], 3, "submitted", 11)
    extra.waiting_item = extra.waiting_filing.items.get()
    extra.judged_filing = _filing(cast, mark, share["maple"], 4, "in_review", 12)
    extra.judged_item = extra.judged_filing.items.get()
    extra.finance_filing = _filing(cast, mark, share["finance"], 3, "draft", 21)
    village_share = Assignment.objects.get(task__campaign=extra.town_campaign, unit=units.ford)
    extra.village_filing = _filing(cast, mark, village_share, 3, "submitted", 31)
    extra.duty = Duty.objects.get(assignment=extra.assignment, period_key="month:2026-05")
    extra.extension = Extension.objects.create(
        filing=extra.filing, until=datetime.date(2026, 6, 5), reason=f"{mark}防汛抢险", asked_by=cast.people["township"]
    )
    extra.override = LightOverride.objects.create(
        assignment=extra.assignment, kind="yellow", reason=f"{mark}数据核对中", starts_on=datetime.date(2026, 4, 1),
        ends_on=datetime.date(2026, 4, 30),
    )  # fmt: skip
    extra.urge = Urge.objects.create(
        campaign=extra.campaign, unit=units.stone, day=datetime.date(2026, 4, 28), text=f"{mark}请尽快补报四月进展"
    )
    Reminder.objects.create(unit=units.stone, day=datetime.date(2026, 4, 24), duties=1, notice=extra.notice)
    extra.feedback = Feedback.objects.create(
        account=cast.accounts["township"], unit=units.stone, text=f"{mark}填报项目太多", page="/"
    )
    extra.robot = Robot.objects.create(
        kind="wecom", name=f"{mark}工作群", address="https://robot.invalid/hook?key=k", secret="s3cret"
    )


def _filing(cast: Cast, mark: str, share: Assignment, month: int, state: str, number: int) -> Filing:
    """One month of one assignment with one item."""
    first = datetime.date(2026, month, 1)
    due = datetime.date(2026, month, 25)
    filed = state != "draft"
    duty_state = {
        "draft": "open",
        "returned": "open",
        "submitted": "filed",
        "in_review": "filed",
        "accepted": "accepted",
    }[state]
    duty = Duty.objects.create(
        campaign=share.task.campaign, assignment=share, unit=share.unit, kind="report", period_key=f"month:2026-{month:02d}",
        starts_on=first, ends_on=datetime.date(2026, month, 30), due_on=due, state=duty_state,
        filed_on=due if duty_state in ("filed", "accepted") else None, accepted_on=due if state == "accepted" else None,
        returned=state == "returned",
    )  # fmt: skip
    filing = Filing.objects.create(
        campaign=share.task.campaign, unit=share.unit, due_on=due, state=state,
        number=f"2026-{month:02d}-{number:04d}" if filed else "", submitted_at=timezone.now() if filed else None,
        submitted_by=cast.people["township_lead"] if filed else None,
        opened_by=cast.people["county_office"] if state == "in_review" else None,
        opened_at=timezone.now() if state == "in_review" else None,
    )  # fmt: skip
    item_state = {
        "draft": "blank",
        "returned": "returned",
        "submitted": "filled",
        "in_review": "accepted",
        "accepted": "accepted",
    }[state]
    item = FilingItem.objects.create(
        filing=filing, duty=duty, state=item_state, words=f"{mark}已完成三个村班子调整。" if filed else "",
        return_reason=f"{mark}数字与上月不一致" if state == "returned" else "",
        reviewed_by=cast.people["county_office"] if state in ("returned", "in_review", "accepted") else None,
        reviewed_at=timezone.now() if state == "in_review" else None,
    )  # fmt: skip
    indicator = Indicator.objects.filter(task=share.task).first()
    if filed and indicator:
        FilingFigure.objects.create(item=item, indicator=indicator, value=month)
    if state == "returned":
        FilingEvidence.objects.create(item=item, evidence=cast.extra.proof)
    if filed:
        FilingEvent.objects.create(filing=filing, kind="submitted", by=cast.people["township_lead"])
    return filing
