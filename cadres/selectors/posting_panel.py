"""What a village's page shows of the people sent to it: who is there, since when it stands empty, who was there before."""

from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Posting, PostingKind
from cadres.selectors.needs import of_must
from cadres.selectors.posting_pages import PostingRow, row_of
from organizations.roles import reach_of
from organizations.rules import rule_values
from villages.panels import Panel

MOST_FORMER = 5


def postings(unit, membership, on: date) -> Panel | None:
    """Two queries, a third where no first secretary is; None for who may not see it or where nobody is or must be."""
    if reach_of(membership, "cadres.view_posting") is None:
        return None
    rows = list(Posting.objects.visible_to(membership).filter(unit=unit).for_rows().order_by("kind", "-starts_on"))
    rules = rule_values("postings.warn_days", "postings.must_have", on=on)
    warn = rules["postings.warn_days"]
    present = [row for row in rows if row.ended_on is None or row.ended_on >= on]
    former = sorted((row for row in rows if row not in present), key=lambda row: row.ended_on, reverse=True)
    lines: list[PostingRow] = [row_of(row, on, warn=warn) for row in present]
    has = any(row.kind == PostingKind.FIRST_SECRETARY and row.starts_on <= on for row in present)
    vacant = not has and not unit.valid_to and bool(of_must([unit], rules["postings.must_have"]))
    if not rows and not vacant:
        return None
    context = {"lines": lines, "former": former[:MOST_FORMER], "vacant": vacant}
    return Panel("postings", _("岗位"), "cadres/_village_postings.html", 45, context)
