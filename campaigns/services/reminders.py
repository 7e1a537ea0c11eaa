"""The daily digest: one message a person, one reminder a unit, in the hours of work, to who still owes something."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Reminder
from campaigns.selectors.reminders import REPORTERS, Owed, accounts_of, told_today, unit_names, units_to_remind
from organizations.models import Message, Notice, NoticeUnit, Unit
from organizations.roles import Role
from organizations.services import audit
from organizations.services.emails import mail_reminders
from organizations.services.notices import sending_time
from organizations.services.robots import tell_robots

MOST_LINES = 8
BATCH = 2000


@dataclass(frozen=True)
class Piece:
    """What one unit's line in somebody's digest says; `unit_name` is said when the reader speaks for more than one."""

    unit_id: int
    unit_name: str
    lines: tuple[str, ...]
    duties: int
    late: int
    slugs: tuple[str, ...]
    deputy: bool


def remind_county(*, period: str) -> int:
    """Outbox handler, each hour: by the clock of the worker, not by the hour the job was put down for, so that a job
    that waited does not ring at night. How many units were reminded."""
    return remind(moment=timezone.now())


@transaction.atomic
def remind(*, moment: datetime) -> int:
    """Remind every unit that is due one; again on the same day it finds nobody, so that it may run as often as it likes.

    The messages are written here and not by a further job: who files in between must not be told afterwards. Two runs
    at the same moment meet at the unique key, and the second one takes everything back.
    """
    if not sending_time(moment=moment).open:
        return 0
    on = timezone.localdate(moment)
    owed = units_to_remind(on)
    if not owed:
        return 0
    listeners, deputies = _listeners(owed, on)
    told = told_today(on)
    # A unit whose people all had their digest waits for the next day; the others hear of it now.
    heard = {unit_id: accounts - told for unit_id, accounts in listeners.items() if accounts - told}
    if not heard:
        return 0
    campaigns = {
        row.pk: row for row in Campaign.objects.filter(pk__in={c for row in owed.values() for c in row.by_campaign})
    }
    pieces = _pieces([owed[unit_id] for unit_id in heard], unit_names(heard), campaigns, deputies)
    notice_of = _tell(heard, pieces, moment)
    Reminder.objects.bulk_create(
        [
            Reminder(unit_id=unit_id, day=on, duties=pieces[unit_id].duties, late=pieces[unit_id].late, notice_id=notice_of[unit_id])
            for unit_id in sorted(heard)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    tell_robots(on=on)
    audit.record(by=None, action="reminder.send", after={"units": len(heard), "day": on})
    return len(heard)


def _listeners(owed: dict[int, Owed], on: date) -> tuple[dict[int, set[int]], set[int]]:
    """Who is told for each unit, and which units have nobody of their own: for those the unit above, else the owner of
    the campaign, hears that nobody could be told."""
    found = accounts_of(owed, on)
    empty = {unit_id for unit_id in owed if not found.get(unit_id)}
    if not empty:
        return dict(found), set()
    parents = dict(Unit.objects.filter(pk__in=empty).values_list("pk", "parent_id"))
    owners = dict(
        Campaign.objects.filter(pk__in={c for u in empty for c in owed[u].by_campaign}).values_list("pk", "owner_id")
    )
    above = accounts_of({parent for parent in parents.values() if parent}, on)
    office = accounts_of(owners.values(), on, (*REPORTERS, Role.COUNTY_OFFICE))
    for unit_id in empty:
        by_owner = {account for c in owed[unit_id].by_campaign for account in office.get(owners[c], ())}
        found[unit_id] = above.get(parents[unit_id]) or by_owner
    return dict(found), empty


def _pieces(
    owed: Iterable[Owed], names: dict[int, str], campaigns: dict[int, Campaign], deputies: set[int]
) -> dict[int, Piece]:
    """By unit id. Thousands of units owe the same things, whose words are put together once."""
    said: dict[tuple, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    pieces = {}
    for row in owed:
        key = tuple((campaign_id, *numbers) for campaign_id, numbers in sorted(row.by_campaign.items()))
        if key not in said:
            said[key] = _lines(row, campaigns)
        lines, slugs = said[key]
        pieces[row.unit_id] = Piece(
            row.unit_id, names[row.unit_id], lines, row.duties, row.late, slugs, row.unit_id in deputies
        )
    return pieces


def _lines(owed: Owed, campaigns: dict[int, Campaign]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of what is owed, worst first, and the slugs of the campaigns in them."""
    lines = []
    rows = sorted(owed.by_campaign.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))
    for campaign_id, (number, late) in rows[:MOST_LINES]:
        facts = {"name": campaigns[campaign_id].name, "n": number, "late": late}
        lines.append((_("%(name)s：%(n)s 项，其中逾期 %(late)s 项") if late else _("%(name)s：%(n)s 项")) % facts)
    slugs = tuple(campaigns[campaign_id].slug for campaign_id, _numbers in rows)
    return tuple(lines), slugs


def _tell(heard: dict[int, set[int]], pieces: dict[int, Piece], moment: datetime) -> dict[int, int]:
    """One message an account with all its units in it; accounts with the same words share a notice. The notice of each unit."""
    of_account: dict[int, list[int]] = defaultdict(list)
    for unit_id, accounts in heard.items():
        for account_id in accounts:
            of_account[account_id].append(unit_id)
    sharing: dict[tuple[str, str, str], list[tuple[int, list[int]]]] = defaultdict(list)
    words: dict[tuple, tuple[str, str, str]] = {}
    for account_id, unit_ids in sorted(of_account.items()):
        own = [pieces[unit_id] for unit_id in sorted(unit_ids)]
        # Whose only unit it is reads no name in it, so whoever owes the same is told the same.
        key = (
            (own[0].lines, own[0].slugs, own[0].duties, own[0].late)
            if len(own) == 1 and not own[0].deputy
            else tuple(sorted(unit_ids))
        )
        if key not in words:
            words[key] = _words(own)
        sharing[words[key]].append((account_id, unit_ids))
    notices = Notice.objects.bulk_create(
        [Notice(subject=s, body=b, link=link, roles=[], delivered_at=moment) for s, b, link in sharing],
        batch_size=BATCH,
    )
    messages: list[Message] = []
    addressed: list[NoticeUnit] = []
    notice_of: dict[int, int] = {}
    for notice, readers in zip(notices, sharing.values(), strict=True):
        messages += [Message(notice_id=notice.pk, account_id=account_id) for account_id, _units in readers]
        for unit_id in sorted({unit_id for _account, unit_ids in readers for unit_id in unit_ids}):
            addressed.append(NoticeUnit(notice_id=notice.pk, unit_id=unit_id))
            notice_of.setdefault(unit_id, notice.pk)
    NoticeUnit.objects.bulk_create(addressed, batch_size=BATCH)
    mail_reminders(messages=Message.objects.bulk_create(messages, batch_size=BATCH), on=timezone.localdate(moment))
    return notice_of


def _words(pieces: list[Piece]) -> tuple[str, str, str]:
    """Subject, body and link of a digest."""
    own = [piece for piece in pieces if not piece.deputy]
    duties, late = sum(piece.duties for piece in pieces), sum(piece.late for piece in pieces)
    facts = {"n": duties, "late": late}
    if not own:
        subject = _("没有人可提醒：%(n)s 个单位 %(duties)s 项待报") % {"n": len(pieces), "duties": duties}
    else:
        subject = (_("%(n)s 项填报待办，其中逾期 %(late)s 项") if late else _("%(n)s 项填报待办")) % facts
    parts = []
    for piece in pieces:
        lines = "\n".join(piece.lines)
        if piece.deputy:
            lines = _("%(unit)s没有人可提醒，请转告或补上人员：\n%(lines)s") % {"unit": piece.unit_name, "lines": lines}
        elif len(pieces) > 1:
            lines = f"{piece.unit_name}\n{lines}"
        parts.append(lines)
    slugs = {slug for piece in own for slug in piece.slugs}
    link = f"/c/{slugs.pop()}/filings/mine/" if len(slugs) == 1 else "/"
    return subject[:80], "\n\n".join(parts)[:1000], link
