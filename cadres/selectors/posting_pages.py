"""What the pages of postings show: counts and rows of the list, tours by their end, one posting with its chain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cadres.models import Leave, Posting, PostingKind, Recall
from cadres.querysets.postings import posted_on
from cadres.selectors.needs import ShortTeam, Vacancy, is_ending, short_teams, vacancies
from organizations.models import Unit
from organizations.roles import reach_of
from organizations.rules import rule_value
from villages.selectors.roster import visible_villages

OLDEST_YEAR = 2000
TABS = ("now", "ending", "vacant", "short", "leave", "recall", "ended")


@dataclass(frozen=True)
class PostingRow:
    """A posting as a line or card. `left` are the days to the end of the tour, negative when it is over by plan."""

    posting: Posting
    kind: str  # of the tag
    words: str
    left: int | None = None

    @property
    def place(self) -> str:
        return f"{self.posting.unit.parent or ''} {self.posting.unit}".strip()


def seats_of(membership, on: date, under: Unit | None = None):
    """The villages whose vacancies the person may be told; none for the unit that only sent somebody."""
    villages = visible_villages(membership, on, "cadres.view_posting")
    return villages if under is None else villages.below(under)


def of_tabs(on: date, warn: int) -> dict[str, Q]:
    """Which postings each filter finds."""
    posted = posted_on(on)
    away = Leave.objects.away_on(on).values("posting")
    return {
        "now": posted,
        "ending": is_ending(on, warn),
        "leave": posted & Q(pk__in=away),
        "recall": Q(pk__in=Recall.objects.open().values("posting")),
        "ended": Q(ended_on__lt=on),
    }


def in_tab(postings, tab: str, on: date, warn: int):
    found = postings.filter(of_tabs(on, warn)[tab])
    match tab:
        case "ending":
            return found.order_by("ends_on", "pk")
        case "ended":
            return found.order_by("-ended_on", "pk")
    return found.in_county_order()


def tab_of(query, membership) -> str:
    """The tab that the address asks for; recalls only for who may see them."""
    tab = query.get("tab", "")
    if tab not in TABS or (tab == "recall" and reach_of(membership, "cadres.view_recall") is None):
        return "now"
    return tab


def vacant_seats(membership, on: date, under: Unit | None = None) -> list[Vacancy]:
    return vacancies(units=seats_of(membership, on, under), on=on)


def teams_below_size(membership, on: date, under: Unit | None = None) -> list[ShortTeam]:
    return short_teams(units=seats_of(membership, on, under), on=on)


def tab_items(
    postings, empty: Mapping[str, int], on: date, current: str, address, *, warn: int, sees_recalls: bool
) -> list[dict]:
    """The counts above the list, each a filter; one query for all. `empty`: those of the tabs that list villages."""
    words = {
        "now": _("在岗"),
        "ending": _("%(n)s 天内到期") % {"n": warn},
        "vacant": _("空岗"),
        "short": _("队伍不足"),
        "leave": _("正在请假"),
        "recall": _("召回办理中"),
        "ended": _("已离任"),
    }
    if not sees_recalls:
        del words["recall"]
    counts = postings.aggregate(
        **{tab: Count("pk", filter=condition) for tab, condition in of_tabs(on, warn).items() if tab in words}
    )
    counts |= empty
    kinds = {"ending": "warn", "vacant": "late", "short": "warn", "recall": "warn"}
    return [
        {
            "count": counts[tab], "label": label, "url": address(tab), "kind": kinds.get(tab, "") if counts[tab] else "",
            "current": tab == current,
        }
        for tab, label in words.items()
    ]  # fmt: skip


def posting_rows(postings: Iterable[Posting], on: date, warn: int) -> list[PostingRow]:
    """With what is the matter with each today; one query."""
    rows = list(postings)
    ids = [row.pk for row in rows]
    away = set(Leave.objects.away_on(on).filter(posting__in=ids).values_list("posting_id", flat=True))
    return [row_of(row, on, warn=warn, away=row.pk in away) for row in rows]


def row_of(posting: Posting, on: date, *, warn: int, away: bool = False) -> PostingRow:
    left = (posting.ends_on - on).days if posting.ends_on else None
    if posting.ended_on and posting.ended_on < on:
        return PostingRow(posting, "idle", _("已离任"))
    if posting.person.left_on and posting.person.left_on <= on:
        return PostingRow(posting, "late", _("本人已离开"), left)
    if posting.starts_on > on:
        return PostingRow(posting, "plain", _("未到任"), left)
    if left is not None and left < 0:
        return PostingRow(posting, "late", _("超期 %(n)s 天") % {"n": -left}, left)
    if away:
        return PostingRow(posting, "warn", _("请假中"), left)
    if left is not None and left <= warn:
        return PostingRow(posting, "warn", _("还有 %(n)s 天到期") % {"n": left}, left)
    if posting.kind == PostingKind.FIRST_SECRETARY and not in_charge(posting, on):
        return PostingRow(posting, "open", _("交接中"), left)
    return PostingRow(posting, "ok", _("在岗"), left)


def in_charge(posting: Posting, on: date) -> bool:
    first, last = posting.in_charge_from, posting.in_charge_to
    return first is not None and first <= on and (last is None or last >= on)


@dataclass(frozen=True)
class Sight:
    """One posting with the others around it: before and after it, of the person and of the village."""

    row: PostingRow
    replaced_by: list[Posting]
    of_person: list[Posting]
    of_village: list[Posting]
    recalls: list[Recall]
    successor_waits: Posting | None  # a first secretary who is posted and not yet in charge


def sight(posting: Posting, membership, on: date) -> Sight:
    seen = Posting.objects.visible_to(membership).for_rows()
    away = Leave.objects.away_on(on).filter(posting=posting).exists()
    row = row_of(posting, on, warn=rule_value("postings.warn_days", on=on), away=away)
    of_village = list(seen.filter(unit=posting.unit, kind=posting.kind).exclude(pk=posting.pk).order_by("-starts_on"))
    waits = [
        other for other in of_village
        if other.kind == PostingKind.FIRST_SECRETARY and other.in_charge_from is None and other.ended_on is None
    ]  # fmt: skip
    return Sight(
        row=row,
        replaced_by=list(seen.filter(replaces=posting)),
        of_person=list(seen.filter(person=posting.person).exclude(pk=posting.pk).order_by("-starts_on")),
        of_village=of_village,
        recalls=list(Recall.objects.visible_to(membership).filter(posting=posting)),
        successor_waits=waits[0] if waits and in_charge(posting, on) else None,
    )
