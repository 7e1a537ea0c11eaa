"""What waits for a reviewer in all campaigns: the number in the side bar, the list behind it, the lines on the desk."""

from datetime import date

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from campaigns.models import Duty, Extension, Filing, FilingItem
from campaigns.querysets.filings import REVIEW
from campaigns.selectors.reviews import WAITING
from organizations.models import UnitKind
from organizations.roles import Reach, reach_of
from organizations.selectors.desk import DeskLine


def waiting_filings(membership):
    """Filings the role decides itself, in all campaigns, who has waited longest first. What a lead unit may only read
    stands on the campaign's own page."""
    reach = reach_of(membership, REVIEW)
    filings = Filing.objects.filter(state__in=WAITING)
    if reach is Reach.SLICE:
        filings = filings.filter(unit__path__startswith=membership.unit.path).exclude(unit=membership.unit_id)
    elif reach is not Reach.COUNTY:
        filings = filings.none()
    return filings.order_by("submitted_at", "pk")


def waiting_count(account) -> int:
    """For the side bar; one query, and none for a unit that has nobody below it."""
    membership = account.membership
    if reach_of(membership, REVIEW) is Reach.SLICE and membership.unit.kind != UnitKind.TOWNSHIP:
        return 0
    return waiting_filings(membership).count()


def waiting_rows(membership):
    """The list behind the number, ready to be cut into pages."""
    items = FilingItem.objects.exclude(duty__state=Duty.State.WAIVED).select_related("duty")
    filings = waiting_filings(membership).select_related("campaign", "unit", "submitted_by", "opened_by")
    return filings.prefetch_related(Prefetch("items", items))


def review_lines(account, on: date) -> list[DeskLine]:
    membership = account.membership
    reach = reach_of(membership, REVIEW)
    if reach is None:
        return []
    filings = waiting_filings(membership).order_by()
    asked = Extension.objects.filter(state=Extension.State.ASKED)
    if reach is Reach.SLICE:  # what is below the own unit: the rest a lead unit only reads
        path = membership.unit.path
        asked = asked.filter(filing__unit__path__startswith=path).exclude(filing__unit=membership.unit_id)
    waiting = filings.values("campaign__slug", "campaign__name").annotate(n=Count("pk")).order_by("campaign__name")
    lines = [
        DeskLine(
            _("%(n)s 份填报待审核") % {"n": row["n"]}, f"/c/{row['campaign__slug']}/review/", _("审核填报"), "open",
            row["campaign__name"],
        )
        for row in waiting
    ]  # fmt: skip
    rows = asked.values("filing__campaign__slug", "filing__campaign__name").annotate(n=Count("pk"))
    lines += [
        DeskLine(
            _("%(n)s 份延期申请待答复") % {"n": row["n"]}, f"/c/{row['filing__campaign__slug']}/review/", _("答复申请"), "warn",
            row["filing__campaign__name"],
        )
        for row in rows.order_by("filing__campaign__name")
    ]  # fmt: skip
    return lines
