"""Lines on the desk: leave that waits for me, objections to answer, and a finding of my own that I may object to."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Finding
from cadres.selectors.leave_rights import role_of, waiting_for
from organizations.roles import Role
from organizations.selectors.desk import DeskLine

# How long a new finding stands on the person's desk; objecting has no deadline.
SHOWN_DAYS = 30


def desk_lines(account, on: date) -> list[DeskLine]:
    role = role_of(account)
    lines = []
    if role in (Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICE):
        days = list(waiting_for(account).values_list("starts_on", flat=True))
        if days:
            begun = sum(day <= on for day in days)
            note = _("其中 %(n)s 份已到开始日期") % {"n": begun} if begun else ""
            lines.append(
                DeskLine(
                    _("%(n)s 份请假待审批") % {"n": len(days)}, reverse("cadres:leaves"), _("审批请假"),
                    "late" if begun else "warn", note,
                )
            )  # fmt: skip
    if role == Role.COUNTY_OFFICE:
        disputed = Finding.objects.visible_to(account.membership).filter(state=Finding.State.OBJECTED).count()
        if disputed:
            url = f"{reverse('cadres:findings')}?state=objected"
            lines.append(DeskLine(_("%(n)s 条抽查异议待答复") % {"n": disputed}, url, _("答复异议"), "warn"))
    if role == Role.VILLAGE:
        since = on - timedelta(days=SHOWN_DAYS)
        own = Finding.objects.filter(posting__person__account=account, state=Finding.State.FOUND, found_on__gte=since)
        lines += [
            DeskLine(
                _("%(day)s 有一次抽查发现") % {"day": row.found_on}, reverse("cadres:finding", args=[row.public_id]),
                _("看发现，提异议"), "warn", row.get_kind_display(),
            )
            for row in own[:3]
        ]  # fmt: skip
    return lines
