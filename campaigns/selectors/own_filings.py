"""What a unit has to file itself: the list of one campaign, and the lines of the desk."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Filing
from campaigns.selectors.filing_titles import title_on
from organizations.models import Unit
from organizations.roles import Role, reach_of
from organizations.rules import rule_value
from organizations.selectors.desk import DeskLine

FILE = "campaigns.file_progress"
ORDER = {"late": 0, "warn": 1, "open": 2, "plain": 3, "ok": 4}


@dataclass
class OwnFiling:
    """One due day of one campaign: `duties` without those that were waived."""

    campaign: Campaign
    unit: Unit
    day: date
    filing: Filing | None
    on: date
    yellow_days: int
    ready: int = 0  # items filled or accepted
    duties: list[Duty] = field(default_factory=list)

    @property
    def url(self) -> str:
        return reverse("campaigns:filing", args=[self.campaign.slug, self.unit.public_id, self.day.isoformat()])

    @property
    def title(self) -> str:
        return title_on(self.day, self.duties)

    @property
    def owed(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.state == Duty.State.OPEN]

    @property
    def must_by(self) -> date:
        return min(duty.must_by for duty in self.owed or self.duties)

    @property
    def filled(self) -> int:
        """Of those still owed; what is already through does not count."""
        return self.ready

    @property
    def missing(self) -> int:
        return max(0, len(self.duties) - self.filled)

    @property
    def returned(self) -> bool:
        return any(duty.returned for duty in self.owed)

    @property
    def kind(self) -> str:
        if not self.owed:
            return "ok" if all(duty.state == Duty.State.ACCEPTED for duty in self.duties) else "plain"
        if self.must_by < self.on and not all(duty.filed_on for duty in self.owed):
            return "late"
        if self.returned or (self.must_by - self.on).days <= self.yellow_days:
            return "warn"
        return "open"

    @property
    def word(self) -> str:
        if not self.owed:
            return _("已通过") if self.kind == "ok" else _("待审核")
        if self.returned:
            return _("需修改")
        if self.kind == "late":
            return _("逾期 %(n)s 天") % {"n": (self.on - self.must_by).days}
        days = (self.must_by - self.on).days
        return _("今天截止") if days == 0 else _("%(n)s 天后截止") % {"n": days}

    @property
    def note(self) -> str:
        if not self.owed:
            return _("回执号 %(n)s") % {"n": self.filing.number} if self.filing and self.filing.number else ""
        return _("已填 %(n)s/%(all)s 项") % {"n": self.filled, "all": len(self.duties)}


def own_filings(*, unit, on: date, campaign: Campaign | None = None) -> list[OwnFiling]:
    """Worst first, then by day. The desk asks for all running campaigns and only for what is still owed."""
    duties = Duty.objects.filter(unit=unit).exclude(state=Duty.State.WAIVED).select_related("campaign")
    filings = Filing.objects.filter(unit=unit)
    if campaign is not None:
        duties, filings = duties.filter(campaign=campaign), filings.filter(campaign=campaign)
    else:
        duties = duties.filter(campaign__state=Campaign.State.PUBLISHED)
        days = duties.filter(state=Duty.State.OPEN).values("due_on")
        duties, filings = duties.filter(due_on__in=days), filings.filter(due_on__in=days)
    ready = Count("items", filter=Q(items__state__in=("filled", "accepted")) & ~Q(items__duty__state="waived"))
    made = {(row.campaign_id, row.due_on): row for row in filings.annotate(ready=ready)}
    yellow, found = rule_value("lights.yellow_days", on=on), {}
    for duty in duties:
        key = (duty.campaign_id, duty.due_on)
        if key not in found:
            row = made.get(key)
            found[key] = OwnFiling(duty.campaign, unit, duty.due_on, row, on, yellow, getattr(row, "ready", 0))
        found[key].duties.append(duty)
    rows = list(found.values())
    if campaign is None:
        rows = [row for row in rows if row.owed]
    return sorted(rows, key=lambda row: (ORDER[row.kind], row.day if row.owed else date.max - (row.day - date.min)))


def may_submit(by, on: date) -> bool:
    """The clerk prepares; whether he also sends in, the county decides."""
    membership = getattr(by, "membership", None)
    if membership is None:
        return False
    return membership.role != Role.TOWNSHIP or bool(rule_value("filing.clerk_may_submit", on=on))


def desk_lines(account, on: date) -> list[DeskLine]:
    """settings.DESK_SOURCES: one line for each filing that is owed."""
    membership = account.membership
    if reach_of(membership, FILE) is None:
        return []
    return [
        DeskLine(
            f"{row.campaign.name}：{row.title}", row.url, _("修改后重报") if row.returned else _("去填报"), row.kind,
            _("%(word)s，%(note)s") % {"word": row.word, "note": row.note},
        )
        for row in own_filings(unit=membership.unit, on=on)
    ]  # fmt: skip
