"""One filing as the unit fills it in: for each duty what is asked, what was filed last, what 序时 asks, how it stands."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaigns.light_words import LAMPS, WORDS, reason_words
from campaigns.lights import DutyFacts, DutyState, Kind, LightSettings, light
from campaigns.models import (
    Campaign,
    CampaignPause,
    Duty,
    Filing,
    FilingFigure,
    FilingItem,
    Indicator,
    IndicatorTarget,
    Task,
    TaskDate,
)
from campaigns.period_words import period_words
from campaigns.progress import indicator_progress, mean_of_indicators, time_passed
from campaigns.spans import Span
from organizations.models import UnitKind
from organizations.rules import rule_value

# Drafts are nobody's last figure; what was sent in is, even while it waits for review.
SENT = (Filing.State.SUBMITTED, Filing.State.IN_REVIEW, Filing.State.RETURNED, Filing.State.ACCEPTED)
STATUS = {
    "blank": "open",
    "draft": "open",
    "returned": "late",
    "filled": "plain",
    "no_change": "plain",
    "accepted": "ok",
}


@dataclass
class Ask:
    """One number of an item: asked of the unit, or held by a register and only shown."""

    indicator: Indicator
    target: Decimal | None = None
    last: Decimal | None = None
    last_whole: Decimal | None = None
    value: Decimal | None = None
    whole: Decimal | None = None
    pace: Decimal | None = None
    source: str = ""

    @property
    def field_name(self) -> str:
        return f"figure_{self.indicator.public_id.hex}"

    @property
    def whole_name(self) -> str:
        return f"whole_{self.indicator.public_id.hex}"

    @property
    def is_share(self) -> bool:
        return self.indicator.aggregation == Indicator.Aggregation.SHARE

    @property
    def shown(self) -> dict[str, str]:
        """target, last, pace and value as people write them, without trailing zeros."""
        numbers = {"target": self.target, "last": self.last, "pace": self.pace, "value": self.value}
        return {name: _plain(number) for name, number in numbers.items()}

    @property
    def change(self) -> str:
        """与上期持平, 比上期多 1; '' when there is nothing to compare."""
        if self.value is None or self.last is None:
            return ""
        step = self.value - self.last
        if not step:
            return _("与上期持平")
        return (_("比上期多 %(n)s") if step > 0 else _("比上期少 %(n)s")) % {"n": _plain(abs(step))}

    @property
    def ratio(self) -> Decimal | None:
        """What is compared with the target: of a share its percentage."""
        if not self.is_share:
            return self.value
        return self.value * 100 / self.whole if self.value is not None and self.whole else None

    @property
    def falls(self) -> bool:
        """A cumulative count below the one reported last has to be explained. A share may fall of itself."""
        return bool(
            self.indicator.cumulative
            and not self.is_share
            and self.indicator.aggregation == Indicator.Aggregation.SUM
            and self.value is not None
            and self.last is not None
            and self.value < self.last
        )


@dataclass
class Row:
    """One duty of the filing. `item` is None until somebody has begun to file."""

    duty: Duty
    task: Task
    item: FilingItem | None
    asks: list[Ask] = field(default_factory=list)
    held: list[Ask] = field(default_factory=list)
    last_words: str = ""
    files: list = field(default_factory=list)
    facts: DutyFacts | None = None
    lights: LightSettings = field(default_factory=LightSettings)

    @property
    def status(self) -> str:
        if self.item is None or self.item.state == FilingItem.State.BLANK:
            return "draft" if self.item is not None and self.item.saved_at else "blank"
        if self.item.state == FilingItem.State.FILLED and self.item.no_change:
            return "no_change"
        return self.item.state

    @property
    def kind(self) -> str:
        return STATUS[self.status]

    @property
    def word(self) -> str:
        return {
            "blank": _("待填"), "draft": _("草稿"), "returned": _("需修改"), "filled": _("已填"), "no_change": _("无变化"),
            "accepted": _("已通过"),
        }[self.status]  # fmt: skip

    @property
    def is_ready(self) -> bool:
        return self.status in ("filled", "no_change", "accepted")

    @property
    def may_stay(self) -> bool:
        """无变化 says something only where a figure of a former period stands, or where there is nothing to count."""
        return self.duty.kind == Duty.Kind.REPORT and all(ask.last is not None for ask in self.asks)

    @property
    def summary(self) -> str:
        """The line under the name in the list."""
        if self.status == "returned" and self.item is not None:
            return _("退回：%(why)s") % {"why": self.item.return_reason}
        parts = []
        for ask in self.asks:
            word, unit = ask.shown, ask.indicator.unit_word
            if self.is_ready or ask.value is not None:
                parts.append(_("本期 %(n)s %(unit)s") % {"n": word["value"] or "—", "unit": unit})
            elif word["last"]:
                parts.append(_("上期 %(n)s %(unit)s") % {"n": word["last"], "unit": unit})
            if word["target"] and not self.is_ready:
                parts.append(_("目标 %(n)s %(unit)s") % {"n": word["target"], "unit": unit})
        if self.files:
            parts.append(_("佐证 %(n)s 份") % {"n": len(self.files)})
        if not parts and self.item is not None and self.item.words:
            parts.append(self.item.words[:30])
        return _("，").join(parts)

    @property
    def title(self) -> str:
        if self.duty.kind == Duty.Kind.REPORT or not self.duty.title:
            return self.task.title
        return _("%(task)s：%(what)s") % {"task": self.task.title, "what": self.duty.title}

    @property
    def warnings(self) -> list[str]:
        """What follows from sending it in as it stands: the light it will show, and why."""
        if self.facts is None or not self.is_ready or self.status == "accepted":
            return []
        found = light(self.facts, self.lights, self.facts.filed_on or date.max)
        if found.kind not in (Kind.RED, Kind.YELLOW):
            return []
        return [
            _("%(why)s提交后会亮%(light)s。可以提交；有困难请写在“需要县里协调”。")
            % {"why": reason_words(found.reasons[0]), "light": WORDS[found.kind]}
        ]

    @property
    def light_kind(self) -> str:
        return LAMPS[light(self.facts, self.lights, self.facts.filed_on or date.max).kind] if self.facts else ""


@dataclass
class FilingSheet:
    """All a page of the filing shows. `filing` is None until the first entry makes it."""

    campaign: Campaign
    unit: object
    day: date
    filing: Filing | None
    rows: list[Row]
    on: date

    @property
    def must_by(self) -> date:
        return min((row.duty.must_by for row in self.rows if not row.is_ready), default=self._latest)

    @property
    def _latest(self) -> date:
        return max((row.duty.must_by for row in self.rows), default=self.day)

    @property
    def days_left(self) -> int:
        return (self.must_by - self.on).days

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)

    @property
    def title(self) -> str:
        return filing_title(row.duty for row in self.rows)

    @property
    def is_open(self) -> bool:
        return self.filing is None or self.filing.state in (Filing.State.DRAFT, Filing.State.RETURNED)

    @property
    def is_begun(self) -> bool:
        return self.filing is not None and all(row.item is not None for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """filled, returned, open: they add up to the number of rows."""
        ready = sum(row.is_ready for row in self.rows)
        returned = sum(row.status == "returned" for row in self.rows)
        return {"filled": ready, "returned": returned, "open": len(self.rows) - ready - returned}

    @property
    def widths(self) -> dict[str, str]:
        """Of the progress strip, in percent."""
        whole = len(self.rows) or 1
        return {name: f"{number * 100 / whole:.1f}" for name, number in self.counts.items()}

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if not row.is_ready]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.task.action.name, []).append(row)
        return list(found.items())

    def row_of(self, item: FilingItem) -> Row | None:
        return next((row for row in self.rows if row.item is not None and row.item.pk == item.pk), None)

    def after(self, item: FilingItem) -> Row | None:
        """The next one that is not ready yet, going round."""
        place = next((n for n, row in enumerate(self.rows) if row.item is not None and row.item.pk == item.pk), -1)
        turned = self.rows[place + 1 :] + self.rows[: max(place, 0)]
        return next((row for row in turned if not row.is_ready), None)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def filing_title(duties: Iterable[Duty]) -> str:
    """3月填报 when the whole day is one period, else the words of what is due."""
    keys = {duty.period_key: duty for duty in duties}
    names = {key: period_words(key) for key in keys}
    named = [name for name in names.values() if name]
    if named and len(set(named)) == 1:
        return named[0]
    if named:
        return _("按期填报")
    titles = [duty.title for duty in keys.values() if duty.title]
    return titles[0] if len(titles) == 1 == len(keys) else _("完成情况填报")


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
    last = _last_figures(every, unit, day)
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
            if indicator.pk in last:
                ask.last, ask.last_whole = last[indicator.pk]
            if indicator.pk in present:
                ask.value, ask.whole = present[indicator.pk].value, present[indicator.pk].whole
            ask.pace = _pace(ask, passed)
            if indicator.held_by:
                _ask_register(ask, unit, on)
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


def _ask_register(ask: Ask, unit, on: date) -> None:
    path = settings.HELD_FIGURES.get(ask.indicator.held_by)
    figure = import_string(path)(ask.indicator, [unit], on).get(unit.pk) if path else None
    if figure is not None:
        ask.value, ask.whole, ask.source = figure.value, figure.whole, str(figure.words)


def _last_figures(indicators, unit, day: date) -> dict[int, tuple[Decimal, Decimal | None]]:
    rows = FilingFigure.objects.filter(
        indicator__in=indicators, value__isnull=False, item__filing__unit=unit, item__filing__due_on__lt=day,
        item__filing__state__in=SENT,
    ).order_by("item__filing__due_on")  # fmt: skip
    return {pk: (value, whole) for pk, value, whole in rows.values_list("indicator", "value", "whole")}


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
