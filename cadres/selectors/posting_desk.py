"""Lines on the desk: empty seats, tours that end, recalls that wait, helpers who are missing, holders who have left."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Posting, Recall
from cadres.selectors.leave_rights import role_of
from cadres.selectors.needs import ending
from cadres.selectors.posting_pages import seats_of, vacant_seats
from cadres.selectors.supporter_matrix import matrix
from organizations.roles import Role
from organizations.rules import rule_value
from organizations.selectors.desk import DeskLine

TELLS = (Role.COUNTY_OFFICE, Role.TOWNSHIP_LEAD, Role.TOWNSHIP)


def desk_lines(account, on: date) -> list[DeskLine]:
    role = role_of(account)
    if role not in TELLS:
        return []
    office, membership = role == Role.COUNTY_OFFICE, account.membership
    address = reverse("cadres:postings")
    lines = []
    empty = vacant_seats(membership, on)
    if empty:
        longest = max((one.days(on) or 0 for one in empty), default=0)
        note = _("最长的已空 %(n)s 天") % {"n": longest} if longest else ""
        button = _("补派人选") if office else _("看空岗")
        text = _("%(n)s 个村第一书记空岗") % {"n": len(empty)}
        lines.append(DeskLine(text, f"{address}?tab=vacant", button, "late", note))
    running = Posting.objects.visible_to(membership).on_day(on)
    soon = ending(running, on).count() if office else 0
    if soon:
        days = rule_value("postings.warn_days", on=on)
        text = _("%(n)s 人的任期在 %(days)s 天内届满或已超期") % {"n": soon, "days": days}
        lines.append(DeskLine(text, f"{address}?tab=ending", _("准备接替人选"), "warn"))
    gone = running.filter(person__left_on__lt=on).count() if office else 0
    if gone:
        text = _("%(n)s 人已离开，派驻还没有登记离任") % {"n": gone}
        lines.append(DeskLine(text, reverse("cadres:terms"), _("登记离任"), "late"))
    waiting = (
        Recall.objects.visible_to(membership).filter(state__in=("proposed", "verified", "decided")).count()
        if office
        else 0
    )
    if waiting:
        lines.append(
            DeskLine(_("%(n)s 件召回正在办理") % {"n": waiting}, reverse("cadres:recalls"), _("办理召回"), "warn")
        )
    short = sum(bool(line.gaps) for line in matrix(units=seats_of(membership, on), on=on))
    if short:
        text = _("%(n)s 个村“四个一”有缺") % {"n": short}
        lines.append(DeskLine(text, f"{reverse('cadres:supporters')}?gaps=gaps", _("补登包联"), "warn"))
    return lines
