"""One filing as the unit fills it in: for each duty what is asked, what was filed last, what 序时 asks, how it stands."""

import math
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from campaigns.judging import FigureRow, asked_by
from campaigns.models import Assignment, Campaign, Duty, Filing, FilingItem, Indicator
from campaigns.selectors.figures import held_figures, last_figures
from campaigns.selectors.filing_sheet import Ask, FilingSheet, Row
from campaigns.selectors.standings import Standing, standings_due

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
        _complete(rows, unit, day, on)
    return FilingSheet(campaign, unit, day, filing, rows, on)


def _complete(rows: list[Row], unit, day: date, on: date) -> None:
    tasks = {row.task.pk for row in rows}
    indicators = _asked(Indicator.objects.filter(task__in=tasks), day)
    every = [one for found in indicators.values() for one in found]
    standings = standings_due(
        Assignment.objects.filter(pk__in=[row.duty.assignment_id for row in rows]), due=day, on=on
    )
    last = last_figures(indicators=every, units=[unit], before=day)
    held = held_figures(indicators=every, units=[unit], on=on)
    last_words = _last_words(rows, unit, day)
    for row in rows:
        row.last_words = last_words.get(row.task.pk, "")
        row.files = [proof.evidence for proof in row.item.proofs.all()] if row.item else []
        standing = standings[row.duty.assignment_id]
        present = {figure.indicator_id: figure for figure in row.item.figures.all()} if row.item else {}
        for indicator in indicators[row.task.pk]:
            ask = Ask(indicator)
            _measure(ask, standing)
            if former := last.get((indicator.pk, unit.pk)):
                ask.last, ask.last_whole = former.value, former.whole
            if indicator.pk in present:
                ask.value, ask.whole = present[indicator.pk].value, present[indicator.pk].whole
            if indicator.held_by:
                if known := held.get((indicator.pk, unit.pk)):
                    ask.value, ask.whole, ask.source = known.value, known.whole, str(known.words)
                row.held.append(ask)
            else:
                row.asks.append(ask)
    _look_ahead(rows, standings, day, on)


def _look_ahead(rows: list[Row], standings: dict[int, Standing], day: date, on: date) -> None:
    """How each share will stand: by the rule that draws the light everywhere, with all that is sent in together."""
    duties = {row.duty.pk for row in rows if row.duty.state == Duty.State.OPEN}
    figures = [
        FigureRow(ask.indicator.pk, day, row.duty.filed_on or on, ask.value, ask.whole)
        for row in rows
        if row.duty.pk in duties
        for ask in (*row.asks, *row.held)
        if ask.value is not None
    ]
    for row in rows:
        row.after = standings[row.duty.assignment_id].once_filed(duties, figures)


def _measure(ask: Ask, standing: Standing) -> None:
    """The unit's own number and what 序时 asks of it by now."""
    measure = standing.case.measure_of(ask.indicator.pk)
    if measure is None:
        return
    ask.target = measure.target_of(ask.indicator.year)
    asked = asked_by(standing.case, measure, standing.day)
    if asked is not None and ask.target is not None and ask.indicator.cumulative:
        ask.pace = _rounded_up(asked, ask.target)


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


def _rounded_up(asked: Fraction, target: Decimal) -> Decimal:
    """To the places of the target: half a village is no village."""
    exponent = target.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return Decimal(math.ceil(asked * 10**places)).scaleb(-places)


def _last_words(rows: list[Row], unit, day: date) -> dict[int, str]:
    found = FilingItem.objects.filter(
        filing__campaign=rows[0].duty.campaign_id, filing__unit=unit, filing__due_on__lt=day, filing__state__in=SENT,
        duty__assignment__task__in={row.task.pk for row in rows},
    ).exclude(words="").order_by("filing__due_on")  # fmt: skip
    return dict(found.values_list("duty__assignment__task", "words"))
