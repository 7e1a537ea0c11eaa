"""The reviewer's lines on the desk: filings that wait, requests for more time."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from campaigns.models import Extension, Filing
from campaigns.querysets.filings import REVIEW
from campaigns.selectors.reviews import WAITING
from organizations.roles import Reach, reach_of
from organizations.selectors.desk import DeskLine


def review_lines(account, on: date) -> list[DeskLine]:
    membership = account.membership
    reach = reach_of(membership, REVIEW)
    if reach is None:
        return []
    filings = Filing.objects.filter(state__in=WAITING)
    asked = Extension.objects.filter(state=Extension.State.ASKED)
    if reach is Reach.SLICE:  # what is below the own unit: the rest a lead unit only reads
        path = membership.unit.path
        filings = filings.filter(unit__path__startswith=path).exclude(unit=membership.unit_id)
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
