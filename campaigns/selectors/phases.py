"""Phases and safeguards with their carriers as written, and the bodies that run the campaign."""

import re
from datetime import date

from django.db.models import Q

from campaigns.models import Campaign
from campaigns.selectors.stages import phase_state
from campaigns.wording import span_words
from organizations.models import WorkingGroup, WorkingGroupMember


def phase_facts(campaign: Campaign, on: date) -> dict:
    """Context of the page: a fixed number of queries."""
    text = campaign.plan.text if campaign.plan else ""  # the reader keeps only the words of the time for some phases
    phases = [
        {
            "row": phase,
            "state": phase_state(phase, on),
            "span": span_words(phase.starts_on, phase.ends_on, on) or phase.words,
            "text": below_head(phase.text, phase.name)
            or below_head(text[phase.span_start : phase.span_end], phase.name),
        }
        for phase in campaign.phases.prefetch_related("carriers")
    ]
    safeguards = [
        {"row": row, "text": below_head(row.text, row.title)}
        for row in campaign.safeguards.prefetch_related("carriers")
    ]
    return {
        "phases": phases,
        "safeguards": safeguards,
        "bodies": [_body(group) for group in leading_bodies(campaign, on)],
    }


def below_head(text: str, name: str) -> str:
    """The text without its heading, which stands above it already: ordinal, name and the time in brackets."""
    rest = text.partition(name)[2] if name and name in text[: len(name) + 8] else text
    return re.sub(r"^\s*（[^）]*\d[^）]*）", "", rest).lstrip("。．.：:，、 \u3000\n")


def leading_bodies(campaign: Campaign, on: date) -> list[WorkingGroup]:
    """The leading group and, if it has one, its office, with members."""
    if not campaign.leading_group_id:
        return []
    office = Q(parent=campaign.leading_group_id, kind=WorkingGroup.Kind.OFFICE) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    bodies = WorkingGroup.objects.filter(Q(pk=campaign.leading_group_id) | office).select_related("host_unit")
    bodies = bodies.prefetch_related("members__person", "members__unit")
    return sorted(bodies, key=lambda body: body.pk != campaign.leading_group_id)


def _body(group: WorkingGroup) -> dict:
    """People and posts line by line; the many units that are plain members in one sentence."""
    members = list(group.members.all())
    plain = [
        row for row in members if row.person_id is None and row.post == WorkingGroupMember.Post.MEMBER and not row.duty
    ]
    return {
        "group": group,
        "named": [row for row in members if row not in plain],
        "units": [str(row.unit) for row in plain],
    }
