"""The stages of a campaign on a given day, for the strip on top of its pages."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from campaigns.calendar_time import TimeShare, time_share
from campaigns.models import Campaign, Phase
from campaigns.wording import span_words


def campaign_time(campaign: Campaign, on: date) -> TimeShare:
    """序时 of the whole campaign, with its (prefetched) pauses left out."""
    pauses = [(pause.starts_on, pause.ends_on) for pause in campaign.pauses.all()]
    return time_share(campaign.starts_on, campaign.ends_on, on, pauses)


def phase_state(phase: Phase, on: date) -> str:
    """past, now, next; "" for a phase without dates."""
    first, last = phase.starts_on or phase.ends_on, phase.ends_on or phase.starts_on
    if first is None or last is None:
        return ""
    return "past" if last < on else "next" if first > on else "now"


def stages(campaign: Campaign, phases: Sequence[Phase], time: TimeShare, on: date) -> list[dict]:
    """Items for `{% stage_strip %}`. Exactly one is lit: when no phase runs, a line says how the campaign stands."""
    note = _("活动时间过去 %(n)s%%，即“序时进度”") % {"n": time.percent}
    items = [
        {
            "name": phase.name,
            "dates": _dates(phase, on),
            "state": phase_state(phase, on),
            "note": note if phase_state(phase, on) == "now" else "",
            "percent": _phase_percent(phase, on),
        }
        for phase in phases
        if phase_state(phase, on)
    ]
    lit = [item for item in items if item["state"] == "now"]
    for item in lit[1:]:  # phases that overlap: the first one explains the figure
        item["note"] = ""
    if not lit:
        line = {
            "name": _standing(campaign, on),
            "dates": span_words(campaign.starts_on, campaign.ends_on, on),
            "note": note,
        }
        place = sum(item["state"] == "past" for item in items)
        items.insert(place, {**line, "state": "now", "percent": time.percent})
    return items


def _dates(phase: Phase, on: date) -> str:
    words = span_words(phase.starts_on, phase.ends_on, on)
    if phase_state(phase, on) == "now" and phase.ends_on:
        return _("%(span)s，还剩 %(n)s 天") % {"span": words, "n": (phase.ends_on - on).days}
    return words


def _phase_percent(phase: Phase, on: date) -> int | None:
    state = phase_state(phase, on)
    if state == "past":
        return 100
    if state == "now" and phase.starts_on and phase.ends_on:
        return time_share(phase.starts_on, phase.ends_on, on).percent
    return None


def _standing(campaign: Campaign, on: date) -> str:
    if campaign.state == Campaign.State.PAUSED:
        return _("活动已暂停")
    if on < campaign.starts_on:
        return _("距开始还有 %(n)s 天") % {"n": (campaign.starts_on - on).days}
    if on > campaign.ends_on:
        return _("活动时间已结束")
    return _("活动进行中")
