"""One filing as the unit fills it in: for each duty what is asked, what was filed last, what 序时 asks, how it stands."""

import math
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from campaigns.lights import DutyFacts, DutyState, LightSettings
from campaigns.models import (
    Campaign,
    CampaignPause,
    Duty,
    Filing,
    FilingItem,
    Indicator,
    IndicatorTarget,
    TaskDate,
)
from campaigns.progress import indicator_progress, mean_of_indicators, time_passed
from campaigns.selectors.figures import held_figures, last_figures
from campaigns.selectors.filing_sheet import Ask, FilingSheet, Row
from campaigns.spans import Span
from organizations.models import UnitKind
from organizations.rules import rule_value

# Drafts are nobody's last figure; what was sent in is, even while it waits for review.
SENT = (Filing.State.SUBMITTED, Filing.State.IN_REVIEW, Filing.State.RETURNED, Filing.State.ACCEPTED)


def sheet(*, campaign: Campaign, unit, day: date, on: date) -> FilingSheet:
    duties = list(
        Duty.objects.filter(campaign=campaign, unit=unit, due_on=day)
        .exclude(state=Duty.State.WAIVED)
        .select_related("assignment__task__action")
        .order_by("assignment__task__action__order", "assignment__task__order", "assignment__task_id", "id")
    )
    filing = (
        Filing.objects.filter(campaign=campaign, unit=unit, due_on=day)
        .select_related("submitted_by", "opened_by")
        .first()
    )
    items = {}
    if filing is not None:
        found = filing.items.select_related("reviewed_by", "saved_by").prefetch_related("figures", "proofs__evidence")
        items = {item.duty_id: item for item in found}
    rows = [Row(duty, duty.assignment.task, items.get(duty.pk)) for duty in duties]
    if rows:
        _complete(rows, campaign, unit, day, on)
    return FilingSheet(campaign, unit, day, filing, rows, on)


def _complete(rows: list[Row], campaign: Campaign, unit, day: date, on: date) -> None:
    tasks = {row.task.pk for row in rows}
    indicators = _asked(Indicator.objects.filter(task__in=tasks), day)
    every = [one for found in indicators.values() for one in found]
    own = IndicatorTarget.objects.filter(indicator__in=every, unit=unit).values_list("indicator", "value")
    targets = dict(own)
    last = last_figures(indicators=every, units=[unit], before=day)
    held = held_figures(indicators=every, units=[unit], on=on)
    last_words = _last_words(tasks, campaign, unit, day)
    dated = TaskDate.objects.filter(task__in=tasks, kind__in=("due", "window"), ends_on__isnull=False)
    ends = dict(dated.order_by("ends_on").values_list("task", "ends_on"))
    pauses = [Span(row.starts_on, row.ends_on) for row in CampaignPause.objects.filter(campaign=campaign)]
    lights = LightSettings(rule_value("lights.yellow_days", on=on), rule_value("lights.red_points", on=on))
    for row in rows:
        row.lights = lights
        row.last_words = last_words.get(row.task.pk, "")
        row.files = [proof.evidence for proof in row.item.proofs.all()] if row.item else []
        until = min(on, row.duty.ends_on)
        end = max(ends.get(row.task.pk, campaign.ends_on), campaign.starts_on)
        passed = time_passed(Span(campaign.starts_on, end), until, pauses).ratio
        present = {figure.indicator_id: figure for figure in row.item.figures.all()} if row.item else {}
        for indicator in indicators[row.task.pk]:
            ask = Ask(indicator, _target(indicator, targets, unit))
            if former := last.get((indicator.pk, unit.pk)):
                ask.last, ask.last_whole = former.value, former.whole
            if indicator.pk in present:
                ask.value, ask.whole = present[indicator.pk].value, present[indicator.pk].whole
            ask.pace = _pace(ask, passed)
            if indicator.held_by:
                if known := held.get((indicator.pk, unit.pk)):
                    ask.value, ask.whole, ask.source = known.value, known.whole, str(known.words)
                row.held.append(ask)
            else:
                row.asks.append(ask)
        row.facts = _light_facts(row, passed, on)


def _asked(indicators, day: date) -> dict[int, list[Indicator]]:
    """By task. Of a yearly staircase (到2018年底30%、到2019年底60%) only the step being climbed."""
    found: dict[int, list[Indicator]] = defaultdict(list)
    steps: dict[tuple[int, str], list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        steps[indicator.task_id, indicator.name].append(indicator)
    for (task, _name), family in steps.items():
        years = sorted((one for one in family if one.year), key=lambda one: one.year or 0)
        found[task] += [one for one in family if not one.year]
        if years:
            found[task].append(next((one for one in years if (one.year or 0) >= day.year), years[-1]))
    return found


def _target(indicator: Indicator, targets: dict[int, Decimal], unit) -> Decimal | None:
    """The unit's own number: the one set for it, or what the plan asks of each unit of its kind."""
    if indicator.pk in targets:
        return targets[indicator.pk]
    level = {UnitKind.TOWNSHIP: Indicator.Level.TOWNSHIP, UnitKind.VILLAGE: Indicator.Level.VILLAGE}.get(unit.kind)
    ratio = indicator.aggregation in (Indicator.Aggregation.SHARE, Indicator.Aggregation.AVERAGE)
    return indicator.value if indicator.level == level or ratio else None


def _pace(ask: Ask, passed: Fraction | None) -> Decimal | None:
    """What should be reached by now, rounded up to the places of the target: half a village is no village."""
    if ask.target is None or passed is None or not ask.indicator.cumulative:
        return None
    exponent = ask.target.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return Decimal(math.ceil(Fraction(ask.target) * passed * 10**places)).scaleb(-places)


def _last_words(tasks, campaign: Campaign, unit, day: date) -> dict[int, str]:
    rows = FilingItem.objects.filter(
        filing__campaign=campaign, filing__unit=unit, filing__due_on__lt=day, filing__state__in=SENT,
        duty__assignment__task__in=tasks,
    ).exclude(words="").order_by("filing__due_on")  # fmt: skip
    return dict(rows.values_list("duty__assignment__task", "words"))


def _light_facts(row: Row, passed: Fraction | None, on: date) -> DutyFacts:
    parts = [
        indicator_progress(ask.indicator.comparator, ask.ratio, ask.target, ask.indicator.name)
        for ask in (*row.asks, *row.held)
        if ask.indicator.cumulative
    ]
    progress = mean_of_indicators(parts).ratio if parts else None
    return DutyFacts(
        due=row.duty.due_on, opens=row.duty.starts_on, filed_on=row.duty.filed_on or on, state=DutyState.FILED,
        progress=progress, pace=passed if progress is not None else None, extended_until=row.duty.extended_to,
    )  # fmt: skip
