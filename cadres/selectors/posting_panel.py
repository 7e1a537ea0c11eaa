"""What a village's page shows of the people sent to it: who is there, since when it stands empty, who was there before."""

from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Posting, PostingKind
from cadres.selectors.needs import must_have
from cadres.selectors.posting_pages import PostingRow, row_of
from organizations.roles import reach_of
from organizations.rules import rule_value
from villages.panels import Panel

MOST_FORMER = 5


def postings(unit, membership, on: date) -> Panel | None:
    """Four small queries; None for who may not see it or when nobody was ever sent and nobody must be."""
    if reach_of(membership, "cadres.view_posting") is None:
        return None
    rows = list(Posting.objects.visible_to(membership).filter(unit=unit).for_rows().order_by("kind", "-starts_on"))
    warn = rule_value("postings.warn_days", on=on)
    present = [row for row in rows if row.ended_on is None or row.ended_on >= on]
    former = sorted((row for row in rows if row not in present), key=lambda row: row.ended_on, reverse=True)
    lines: list[PostingRow] = [row_of(row, on, warn=warn) for row in present]
    has = any(row.kind == PostingKind.FIRST_SECRETARY and row.starts_on <= on for row in present)
    vacant = not has and not unit.valid_to and unit.pk in must_have(units=[unit], on=on)
    if not rows and not vacant:
        return None
    context = {"lines": lines, "former": former[:MOST_FORMER], "vacant": vacant}
    return Panel("postings", _("岗位"), "cadres/_village_postings.html", 45, context)
