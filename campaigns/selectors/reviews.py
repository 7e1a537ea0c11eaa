"""What a reviewer sees: which filings wait, and one filing with everything beside it that a judgement needs."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from campaigns.judging import FigureRow as JudgedFigure
from campaigns.light_words import LAMPS, explanation, light_word
from campaigns.models import (
    Assignment,
    Campaign,
    Duty,
    Extension,
    Filing,
    FilingEvent,
    FilingEvidence,
    FilingFigure,
    FilingItem,
    Indicator,
)
from campaigns.selectors.figures import held_figures, last_figures
from campaigns.selectors.filing_titles import filing_title, item_title
from campaigns.selectors.reviewers import DECIDED, decides_all, led_items
from campaigns.selectors.standings import standings_due
from organizations.held_figures import Figure
from organizations.models import UnitKind

WAITING = (Filing.State.SUBMITTED, Filing.State.IN_REVIEW)
LEVEL_OF_KIND: dict[str, str] = {UnitKind.TOWNSHIP: Indicator.Level.TOWNSHIP, UnitKind.VILLAGE: Indicator.Level.VILLAGE}


@dataclass(frozen=True)
class QueueRow:
    filing: Filing
    title: str
    items: int
    unchanged: int
    help_wanted: int
    late_days: int
    is_yours: bool


def review_queue(campaign: Campaign, account, on: date) -> list[QueueRow]:
    """Late ones first, then who has waited longest."""
    filings = (
        Filing.objects.reviewable_by(account.membership)
        .filter(campaign=campaign, state__in=WAITING)
        .select_related("unit", "submitted_by", "opened_by")
        .prefetch_related(Prefetch("items", FilingItem.objects.select_related("duty")))
    )
    rows = []
    for filing in filings:
        items = [item for item in filing.items.all() if item.duty.state != Duty.State.WAIVED]
        late = max((days_late(item.duty) for item in items), default=0)
        rows.append(
            QueueRow(
                filing, filing_title(filing, [item.duty for item in items]), len(items),
                sum(item.no_change for item in items), sum(bool(item.help_wanted) for item in items), late,
                decides_all(filing, account),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.late_days, row.filing.submitted_at or timezone.now(), row.filing.pk))


@dataclass(frozen=True)
class FigureRow:
    indicator: Indicator
    now: Figure | None
    last: Figure | None
    target: Decimal | None
    held: Figure | None
    fell: bool


@dataclass
class ItemCard:
    """One item as the reviewer judges it. `can` says whether this reviewer may decide it now, `undo` whether take back."""

    item: FilingItem
    title: str
    figures: list[FigureRow] = field(default_factory=list)
    last_words: str = ""
    proofs: list = field(default_factory=list)
    late_days: int = 0
    lamp: str = ""
    light: str = ""
    why: list[str] = field(default_factory=list)
    can: bool = False
    undo: bool = False
    form: object = None  # for a return; the view puts it here
    failed: bool = False

    @property
    def is_decided(self) -> bool:
        return self.item.state in DECIDED


@dataclass
class ReviewPage:
    filing: Filing
    title: str
    cards: list[ItemCard]
    events: list[FilingEvent]
    extension: Extension | None
    may_open: bool
    is_mine: bool
    locked_by: str
    may_undo_all: bool

    @property
    def left(self) -> int:
        return sum(not card.is_decided for card in self.cards)

    @property
    def rest(self) -> list[ItemCard]:
        return [card for card in self.cards if card.can and not card.is_decided]

    @property
    def unchanged(self) -> int:
        return sum(card.item.no_change for card in self.rest)

    @property
    def returned(self) -> int:
        return sum(card.item.state == FilingItem.State.RETURNED for card in self.cards)


def review_page(filing: Filing, account, on: date) -> ReviewPage:
    """Everything of one filing; about a dozen queries, however many items it has."""
    items = list(
        FilingItem.objects.filter(filing=filing)
        .exclude(duty__state=Duty.State.WAIVED)
        .select_related("duty__assignment__task", "duty__unit", "reviewed_by")
        .prefetch_related(
            Prefetch("figures", FilingFigure.objects.select_related("indicator")),
            Prefetch("proofs", FilingEvidence.objects.select_related("evidence")),
        )
        .order_by("duty__assignment__task__number", "id")
    )
    all_of_it = decides_all(filing, account)
    led = set() if all_of_it else led_items(filing, account, on)
    person = account.acting_person
    is_mine = filing.state == Filing.State.IN_REVIEW and person is not None and filing.opened_by_id == person.pk
    open_to_me = filing.state == Filing.State.SUBMITTED or is_mine
    cards = _cards(filing, items, on)
    for card in cards:
        mine = all_of_it or card.item.pk in led
        card.can = mine and open_to_me
        today = card.item.reviewed_at is not None and timezone.localdate(card.item.reviewed_at) == on
        card.undo = card.can and is_mine and card.is_decided and today and card.item.duty.state == Duty.State.FILED
    accepted_today = filing.state == Filing.State.ACCEPTED and any(item.duty.accepted_on == on for item in items)
    return ReviewPage(
        filing=filing, title=filing_title(filing, [item.duty for item in items]), cards=cards,
        events=list(FilingEvent.objects.filter(filing=filing).select_related("by", "item__duty__assignment__task")),
        extension=Extension.objects.filter(filing=filing, state=Extension.State.ASKED).first(),
        may_open=(all_of_it or bool(led)) and filing.state in WAITING, is_mine=is_mine,
        locked_by="" if is_mine or filing.state != Filing.State.IN_REVIEW or not filing.opened_by else filing.opened_by.name,
        may_undo_all=all_of_it and accepted_today,
    )  # fmt: skip


def _cards(filing: Filing, items: list[FilingItem], on: date) -> list[ItemCard]:
    tasks = {item.duty.assignment.task_id for item in items}
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.filter(task__in=tasks):
        indicators[indicator.task_id].append(indicator)
    every = [indicator for rows in indicators.values() for indicator in rows]
    last = last_figures(indicators=every, units=[filing.unit], before=filing.due_on)
    held = held_figures(indicators=every, units=[filing.unit], on=on)
    words = _last_words(filing, [item.duty.assignment_id for item in items])
    standings = standings_due(
        Assignment.objects.filter(pk__in=[item.duty.assignment_id for item in items]), due=filing.due_on, on=on
    )
    # Passing one item is judged as if the others pass too, unless they were returned: they are sent in together.
    passed = {item.duty_id for item in items if item.state != FilingItem.State.RETURNED}
    cards = []
    for item in items:
        present = {
            row.indicator_id: Figure(row.value, row.whole) for row in item.figures.all() if row.value is not None
        }
        standing = standings[item.duty.assignment_id]
        own = [row for row in indicators[item.duty.assignment.task_id] if row.pk in present or _asked(row, filing.unit)]
        rows = [
            _figure_row(
                row, present.get(row.pk), last.get((row.pk, filing.unit_id)), held.get((row.pk, filing.unit_id)),
                measure.target_of(row.year) if (measure := standing.case.measure_of(row.pk)) else None,
            )
            for row in own
        ]  # fmt: skip
        card = ItemCard(
            item, item_title(item), rows, words.get(item.duty.assignment_id, ""), late_days=days_late(item.duty)
        )
        card.proofs = [proof.evidence for proof in item.proofs.all()]
        figures = [
            JudgedFigure(pk, filing.due_on, item.duty.filed_on or on, figure.value, figure.whole)
            for pk, figure in present.items()
        ]
        shown = standing.once_filed(passed | {item.duty_id}, figures, state="accepted").light
        card.lamp, card.light, card.why = LAMPS[shown.kind], light_word(shown), explanation(shown)
        cards.append(card)
    return cards


def _asked(indicator: Indicator, unit) -> bool:
    return indicator.level == LEVEL_OF_KIND.get(unit.kind, indicator.level)


def _figure_row(indicator, now, last, held, target) -> FigureRow:
    fell = bool(indicator.cumulative and now and last and now.value < last.value)
    return FigureRow(indicator, now, last, target, held, fell)


def _last_words(filing: Filing, assignments: list[int]) -> dict[int, str]:
    """What was written the last time for the same share of a task."""
    rows = (
        FilingItem.objects.filter(duty__assignment__in=assignments, filing__due_on__lt=filing.due_on)
        .exclude(state=FilingItem.State.BLANK)
        .order_by("duty__assignment", "-filing__due_on", "-id")
        .distinct("duty__assignment")
    )
    return dict(rows.values_list("duty__assignment", "words"))


def days_late(duty: Duty) -> int:
    return max(0, (duty.filed_on - duty.must_by).days) if duty.filed_on else 0
