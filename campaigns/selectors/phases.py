"""Phases and safeguards with their carriers as written, and the bodies that run the campaign."""

from datetime import date

from django.db.models import Q

from campaigns.models import Campaign
from campaigns.selectors.stages import phase_state
from campaigns.wording import span_words
from organizations.models import WorkingGroup


def phase_facts(campaign: Campaign, on: date) -> dict:
    """Context of the page: a fixed number of queries."""
    phases = [
        {
            "row": phase,
            "state": phase_state(phase, on),
            "span": span_words(phase.starts_on, phase.ends_on, on) or phase.words,
        }
        for phase in campaign.phases.prefetch_related("carriers")
    ]
    return {
        "phases": phases,
        "safeguards": list(campaign.safeguards.prefetch_related("carriers")),
        "bodies": leading_bodies(campaign, on),
    }


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
