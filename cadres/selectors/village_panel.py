"""What a village's page shows of leave and spot checks: who is away, who will be, and the year's findings."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Finding, Leave
from cadres.selectors.finding_pages import TAGS
from cadres.selectors.leave_pages import leave_rows
from organizations.roles import reach_of
from villages.panels import Panel

SOON = timedelta(days=30)
MOST = 8


def leave(unit, membership, on: date) -> Panel | None:
    """Two queries; None for who may not see it or when there is nothing to say."""
    if reach_of(membership, "cadres.view_posting") is None:
        return None
    leaves = (
        Leave.objects.visible_to(membership).that_hold().filter(unit=unit, ends_on__gte=on, starts_on__lte=on + SOON)
    )
    rows = leave_rows(leaves.for_rows().order_by("starts_on", "id")[:MOST])
    found = Finding.objects.visible_to(membership).that_hold().filter(unit=unit, found_on__year=on.year)
    findings = [(row, TAGS[row.state]) for row in found.select_related("posting__person")[:MOST]]
    if not rows and not findings:
        return None
    context = {
        "leave_rows": rows,
        "found": findings,
        "calendar_url": f"{reverse('cadres:calendar')}?village={unit.public_id}",
    }
    return Panel("leave", _("请假与抽查"), "cadres/_village_leave.html", 60, context)
