"""How it stands with first secretaries today, in three counts: for the overview of a campaign."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from cadres.models import Posting
from cadres.selectors.needs import needs
from cadres.selectors.posting_pages import of_tabs, seats_of
from organizations.roles import reach_of
from organizations.rules import rule_value


@dataclass(frozen=True)
class StandingCounts:
    vacant: int
    ending: int
    away: int
    days: int  # how far ahead a tour counts as ending


def standing_counts(membership, on: date) -> StandingCounts | None:
    """The same numbers as the tabs of the list; None for who may not see postings."""
    if reach_of(membership, "cadres.view_posting") is None:
        return None
    warn = rule_value("postings.warn_days", on=on)
    tabs = of_tabs(on, warn)
    counts = Posting.objects.visible_to(membership).aggregate(
        ending=Count("pk", filter=tabs["ending"]), away=Count("pk", filter=tabs["leave"])
    )
    vacant = len(needs(units=seats_of(membership, on), on=on).vacant)
    return StandingCounts(vacant, counts["ending"], counts["away"], warn)
