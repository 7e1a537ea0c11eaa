"""One light with all that stands behind it: the rule, the figures, the days, what was filed and what was changed by hand."""

from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from campaigns.light_words import LAMPS, light_word, reason_words
from campaigns.links import link
from campaigns.models import Assignment, Duty, Filing, FilingFigure, FilingItem, LightOverride
from campaigns.models.filings import FilingEvidence
from campaigns.progress import percent
from campaigns.selectors.filing_states import duties_in
from campaigns.selectors.standings import Standing, standings_of
from campaigns.wording import day_words
from organizations.models import Evidence

MOST_MONTHS = 24
SIGNS = {">=": "≥", "<=": "≤", "=": "="}


def find_share(campaign, membership, on: date, number: int, unit) -> Assignment | None:
    """The living share of that task and unit, if it may be seen."""
    shares = Assignment.objects.active().filter(task__campaign=campaign, task__number=number, unit__public_id=unit)
    shares = shares.filter(task__withdrawn_on__isnull=True).visible_to(membership, on)
    return shares.select_related("task__action", "task__campaign", "unit").first()


def standing_of(share: Assignment, on: date, month: date | None = None) -> Standing:
    [row] = standings_of(Assignment.objects.filter(pk=share.pk), on=on, month=month).rows
    return row


def light_facts(share: Assignment, standing: Standing, membership) -> dict:
    """Context of the page."""
    on, day = standing.on, standing.day
    items = filed_items(share, membership)
    return {
        "light": {"kind": LAMPS[standing.light.kind], "word": light_word(standing.light)},
        "reasons": standing.reasons,
        "figures": figure_lines(standing),
        "progress": percent(standing.progress.ratio) if standing.progress.ratio is not None else None,
        "by_duties": not standing.is_measured and standing.progress.ratio is not None and standing.progress.why == "",
        "accepted": standing.progress,
        "pace": percent(standing.pace) if standing.pace is not None else None,
        "span": standing.case.span,
        "dues": [_due_line(duty, on) for duty in standing.duties],
        "still": standing.still,
        "history": [
            {
                "month": month.first,
                "kind": LAMPS[light.kind],
                "word": light_word(light),
                "reason": reason_words(light.reasons[0]),
                "more": len(light.reasons) - 1,
                "current": month == standing.month,
                "url": f"?month={month.first:%Y-%m}",
                "duties": [duty.id for duty in duties_in([standing], month)],
            }
            for month, light in standing.history[:MOST_MONTHS]
        ],
        "items": items,
        "latest": next((item for item in items if item.words or item.help_wanted), None),
        "overrides": list(LightOverride.objects.filter(assignment=share).select_related("made_by")),
        "override": standing.override,
        "day": day,
        "settings": standing_settings(standing),
    }


def standing_settings(standing: Standing) -> dict:
    value = standing.rules.value
    return {
        "yellow": value("lights.yellow_days", standing.day),
        "red": value("lights.red_points", standing.day),
        "still": value("lights.still_periods", standing.day),
    }


def figure_lines(standing: Standing) -> list[dict]:
    """Target, figure and share of each indicator, so that whoever adds them up comes to the same progress."""
    lines = []
    for measure in standing.case.measures:
        value, target = measure.value(standing.case.figures, standing.day), measure.target_on(standing.day)
        part = next((one for one in standing.progress.parts if one.name == measure.name), None)
        lines.append(
            {
                "name": measure.name,
                "comparator": SIGNS[measure.comparator],
                "target": _plain(target),
                "value": _plain(value),
                "unit": measure.unit_word,
                "percent": percent(part.ratio) if part is not None and part.ratio is not None else None,
            }
        )
    return lines


def filed_items(share: Assignment, membership) -> list[FilingItem]:
    """What was submitted for it, newest first. A draft is nobody else's business; a photo only theirs who may see it."""
    seen = Evidence.objects.visible_to(membership)
    rows = FilingItem.objects.filter(duty__assignment=share).exclude(filing__state=Filing.State.DRAFT)
    rows = rows.exclude(state=FilingItem.State.BLANK).select_related("filing", "duty", "reviewed_by")
    return list(
        rows.prefetch_related(
            Prefetch("figures", FilingFigure.objects.select_related("indicator")),
            Prefetch("proofs", FilingEvidence.objects.filter(evidence__in=seen).select_related("evidence")),
        ).order_by("-duty__due_on", "-pk")[:MOST_MONTHS]
    )


def filing_url(share: Assignment, standing: Standing) -> str:
    """Where the unit files what is due next, or corrects what came back."""
    on = standing.on
    ahead = on + timedelta(days=standing.rules.value("lights.yellow_days", on))
    waiting = [duty for duty in standing.case.duties if duty.state == "open" and duty.starts_on <= ahead]
    if not waiting:
        return ""
    first = min(waiting, key=lambda duty: (duty.must_by, duty.id))
    return link("campaigns:filing", share.task.campaign.slug, share.unit.public_id, first.due_on.isoformat())


def waive_urls(standing: Standing) -> list[str]:
    """For each duty that makes the light: where it is waived; '' for what was filed. One query."""
    waiting = [duty.id for duty in standing.duties if duty.state == Duty.State.OPEN]
    handles = dict(Duty.objects.filter(pk__in=waiting).values_list("pk", "public_id"))
    slug = standing.share.slug
    return [
        link("campaigns:duty-waive", slug, handles[duty.id]) if duty.id in handles else "" for duty in standing.duties
    ]


def _due_line(duty, on: date) -> dict:
    state = {"open": _("待填报"), "filed": _("待审核"), "accepted": _("已通过"), "waived": _("免报")}[duty.state]
    return {
        "due": day_words(duty.due_on, on),
        "until": day_words(duty.extended_to, on) if duty.extended_to else "",
        "filed": day_words(duty.filed_on, on) if duty.filed_on else "",
        "state": _("退回待改") if duty.returned else state,
    }


def _plain(number) -> str:
    return "" if number is None else f"{number.normalize():f}"
