"""What the pages of leave show: counts, rows, and one leave with its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cadres.attendance import in_days
from cadres.models import Leave, Posting
from cadres.selectors.leave_rights import may_decide
from cadres.selectors.leave_total import Outlook, YearTotal, outlook, own_leaves, plain, year_totals
from cadres.selectors.presence import as_away
from organizations.roles import reach_of

TAGS = {"asked": "warn", "approved": "ok", "refused": "late", "withdrawn": "idle"}
STATES = ("waiting", "now", "training", "coming", "past")


@dataclass(frozen=True)
class LeaveRow:
    """A leave as a line or card. `days` are those really away; `total` the person's granted days of the year."""

    leave: Leave
    days: str
    tag: str
    total: YearTotal | None = None

    @property
    def asked(self) -> str:
        """Days as asked for, whatever an early return left of them."""
        return plain(self.leave.days)

    @property
    def note(self) -> str:
        """石桥镇 渡口村 · 县财政局"""
        leave = self.leave
        place = f"{leave.unit.parent or ''} {leave.unit}".strip()
        sender = leave.posting.sending_unit if leave.posting is not None else None
        return f"{place} · {sender}" if sender else place


def days_of(leave: Leave) -> str:
    return plain(in_days(as_away(leave).halves))


def leave_rows(leaves: Iterable[Leave]) -> list[LeaveRow]:
    return [LeaveRow(leave, days_of(leave), TAGS[leave.state]) for leave in leaves]


def waiting_rows(leaves: list[Leave], on: date) -> list[LeaveRow]:
    """For who decides: with what was granted in the year, and by which of the warnings each line shows."""
    people = {leave.person_id for leave in leaves if leave.person_id}
    totals = year_totals(people=people, year=on.year, on=on)
    return [
        LeaveRow(leave, days_of(leave), TAGS[leave.state], totals.get(leave.person_id) if leave.person_id else None)
        for leave in leaves
    ]


def state_items(leaves, on: date, current: str, address) -> list[dict]:
    """The counts above the list, each a filter."""
    words = {
        "": _("全部"), "waiting": _("待批"), "now": _("正在请假"), "training": _("正在培训"), "coming": _("已批未开始"),
        "past": _("已结束"),
    }  # fmt: skip
    return [
        {
            "count": leaves.in_state(state, on).count(), "label": label, "url": address(state),
            "kind": "warn" if state == "waiting" else "", "current": state == current,
        }
        for state, label in words.items()
    ]  # fmt: skip


def sight(leave: Leave, on: date) -> Outlook:
    """The leave as its approver should see it, against the person's others."""
    others = [row for row in own_leaves(posting=leave.posting, officer=leave.officer) if row.pk != leave.pk]
    return outlook(
        span=as_away(leave), posting=leave.posting, officer=leave.officer, stand_in=leave.stand_in,
        by_lead=False, others=others, on=on,
    )  # fmt: skip


@dataclass(frozen=True)
class LeaveRights:
    decide: bool
    come_back: bool
    withdraw: bool


def rights(leave: Leave, account, on: date) -> LeaveRights:
    asks = reach_of(account.membership, "cadres.ask_leave") is not None and account.has_perm("cadres.ask_leave", leave)
    granted = leave.state == Leave.State.APPROVED
    running = granted and leave.back_on is None and leave.starts_on <= on
    return LeaveRights(
        decide=may_decide(leave, account),
        come_back=asks and running and as_away(leave).halves > 1,
        withdraw=asks and (leave.state == Leave.State.ASKED or (granted and leave.starts_on > on)),
    )


def history(leave: Leave) -> list[dict]:
    """What became of it, newest first."""
    items = []
    if leave.back_on:
        said = f"{leave.back_on} {leave.get_back_half_display()}"
        items.append({"when": leave.back_on, "what": _("提前返岗：%(day)s") % {"day": said}, "kind": "ok"})
    if leave.state == Leave.State.WITHDRAWN:
        items.append({"when": "", "what": _("已撤回"), "kind": "idle"})
    if leave.decided_at:
        approved = leave.state != Leave.State.REFUSED
        words = _("同意请假") if approved else _("不同意请假")
        items.append(
            {
                "when": leave.decided_at, "who": str(leave.decided_by or ""), "kind": "ok" if approved else "late",
                "what": f"{words}：{leave.answer}" if leave.answer else words,
            }
        )  # fmt: skip
    items.append(
        {
            "when": leave.asked_at,
            "who": str(leave.asked_by or ""),
            "what": _("申请请假 %(n)s 天") % {"n": plain(leave.days)},
        }
    )
    return items


def own_total(postings: list[Posting], year: int, on: date) -> YearTotal | None:
    if not postings:
        return None
    person = postings[0].person_id
    return year_totals(people=[person], year=year, on=on)[person]


def total_words(total: YearTotal) -> str:
    """2026年连这次共 12 天（含待批的），上限 30 天"""
    facts = {"year": total.year, "used": total.used_text, "most": total.ceiling}
    return _("%(year)s年连这次共 %(used)s 天（含待批的），上限 %(most)s 天") % facts
