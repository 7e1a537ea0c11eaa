"""One task with everything known of it, down to the sentence of the plan it came from."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from campaigns.models import Assignment, Campaign, CampaignVersion, Carrier, CarrierRole, Task
from campaigns.opening import leads_by_place
from campaigns.selectors.shares import visible_tasks
from campaigns.wording import cadence_words, indicator_words, left_words, span_words


@dataclass(frozen=True)
class Piece:
    """A run of the plan's text; `marked` where the task stands, `found` what was read there (date, carrier, target)."""

    text: str
    marked: bool = False
    found: str = ""


@dataclass
class CarrierLine:
    """A carrier as written, and the shares it opened into, as far as they may be seen."""

    carrier: Carrier
    shares: list[Assignment] = field(default_factory=list)
    leads: bool = False

    @property
    def role_words(self) -> str:
        return str(CarrierRole(CarrierRole.LEAD if self.leads else self.carrier.role).label)


def find_task(campaign: Campaign, membership, on: date, number: int) -> Task | None:
    tasks = visible_tasks(campaign, membership, on).filter(number=number)
    carriers = Prefetch("carriers", Carrier.objects.select_related("unit", "group"))
    return tasks.prefetch_related("dates", "cadences", "indicators", "sub_items", carriers).first()


def task_facts(campaign: Campaign, task: Task, membership, on: date) -> dict:
    """Context of the task's page."""
    numbers = list(visible_tasks(campaign, membership, on).exclude(number=None).values_list("number", flat=True))
    place = numbers.index(task.number)
    lines, rest = carrier_lines(task, membership, on)
    lead = leads_by_place(campaign, [line.carrier for line in lines])
    for line in lines:
        line.leads = line.carrier is lead
    seen = {share.unit.name for share in [*rest, *(share for line in lines for share in line.shares)]}
    return {
        "task": task,
        "source": source_pieces(task, campaign.plan.text if campaign.plan else ""),
        "dates": [
            {
                "row": row,
                "span": span_words(row.starts_on, row.ends_on, on),
                "left": left_words(row.ends_on, on) if row.ends_on and row.ends_on >= on else "",
            }
            for row in task.dates.all()
        ],
        "cadences": [{"row": row, "text": cadence_words(row)} for row in task.cadences.all()],
        "indicators": [{"row": row, "text": indicator_words(row)} for row in task.indicators.all()],
        "carriers": lines,
        "rest": rest,
        "history": history(campaign, task, seen),
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
    }


def carrier_lines(task: Task, membership, on: date) -> tuple[list[CarrierLine], list[Assignment]]:
    """The carriers with their units; and shares whose carrier is not among them any more (moved, added later)."""
    lines = [CarrierLine(carrier) for carrier in task.carriers.all()]
    shares = Assignment.objects.filter(task=task).visible_to(membership, on).select_related("unit", "moved_to__unit")
    rest: list[Assignment] = []
    for share in shares.order_by("unit__order", "unit__code"):
        line = next((line for line in lines if line.carrier.written == share.through), None)
        (line.shares if line else rest).append(share)
    return lines, rest


def source_pieces(task: Task, text: str) -> list[Piece]:
    """The paragraphs in which the task stands, cut where something was found; empty for a task added by hand."""
    if task.span_start is None or task.span_end is None or not text:
        return []
    first = text.rfind("\n", 0, task.span_start) + 1
    last = text.find("\n", task.span_end)
    last = len(text) if last < 0 else last
    kinds = (("date", task.dates), ("target", task.indicators), ("carrier", task.carriers))
    spans = [
        (row.span_start, row.span_end, kind)
        for kind, rows in kinds
        for row in rows.all()
        if row.span_start is not None and row.span_end is not None and first <= row.span_start < row.span_end <= last
    ]
    cuts = sorted(
        {first, last, task.span_start, min(task.span_end, last), *(at for a, b, _kind in spans for at in (a, b))}
    )
    pieces = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        found = next((kind for a, b, kind in spans if a <= start and end <= b), "")
        pieces.append(Piece(text[start:end], task.span_start <= start and end <= task.span_end, found))
    return pieces


def history(campaign: Campaign, task: Task, seen: set[str]) -> list[dict]:
    """Versions that changed this task, newest first. The first version is the publication.

    A change of another unit's share is labelled with that unit's name: left out for who may not see the share.
    """
    names = set(Assignment.objects.filter(task=task).values_list("unit__name", flat=True))
    hidden = names - seen
    items = []
    versions = CampaignVersion.objects.filter(campaign=campaign).select_related("made_by").defer("snapshot")
    for version in versions:
        changes = [
            change
            for change in version.changes
            if change.get("task") == task.number and change.get("field") not in hidden
        ]
        if changes or version.number == 1:
            items.append(
                {
                    "number": version.number,
                    "when": campaign.published_at if version.number == 1 else version.made_at,
                    "who": version.made_by.name if version.made_by else "",
                    "reason": version.reason,
                    "changes": [
                        {"label": change.get("field", ""), "before": change.get("before"), "after": change.get("after")}
                        for change in changes
                    ],
                }
            )
    return items
