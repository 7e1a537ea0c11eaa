"""How it stands with first secretaries today, in three counts: for the overview of a campaign."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from cadres.models import Leave, Posting, PostingKind
from cadres.selectors.needs import must_of
from cadres.selectors.posting_pages import seats_of
from organizations.roles import reach_of
from organizations.rules import rule_values
from villages.models import Village


@dataclass(frozen=True)
class StandingCounts:
    vacant: int
    ending: int
    away: int
    days: int  # how far ahead a tour counts as ending


def standing_counts(membership, on: date) -> StandingCounts | None:
    """The same numbers as the tabs of the list, in three queries; None for who may not see postings."""
    if reach_of(membership, "cadres.view_posting") is None:
        return None
    rules = rule_values("postings.warn_days", "postings.must_have", on=on)
    warn = rules["postings.warn_days"]
    seats = seats_of(membership, on).order_by().values("pk")
    must = must_of(Village.objects.filter(unit__in=seats), rules["postings.must_have"])
    away = Exists(Leave.objects.away_on(on).filter(posting=OuterRef("pk")))
    running = Posting.objects.visible_to(membership).on_day(on).order_by().annotate(away=away)
    rows = list(running.values_list("unit_id", "kind", "ends_on", "ended_on", "away"))
    held = {unit for unit, kind, *_rest in rows if kind == PostingKind.FIRST_SECRETARY}
    last = on + timedelta(days=warn)
    ending = sum(ended is None and ends is not None and ends <= last for _u, _k, ends, ended, _away in rows)
    return StandingCounts(len(must - held), ending, sum(row[-1] for row in rows), warn)
