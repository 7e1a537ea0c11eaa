"""The months behind the sample campaigns say nothing that the services would not have written."""

import datetime
from collections import Counter

import pytest
from django.db.models import F
from django.utils import timezone

from campaigns.lights import Kind
from campaigns.models import (
    Campaign,
    Duty,
    Extension,
    Filing,
    FilingEvent,
    FilingEvidence,
    FilingFigure,
    FilingItem,
    LightOverride,
    Urge,
)
from campaigns.selectors.standings import standings
from campaigns.services.duties import open_duties
from organizations.models import UnitKind
from organizations.tenancy.context import tenant
from tests.sample_county import fill

pytestmark = pytest.mark.deep
TODAY = datetime.date(2026, 11, 25)
SENT, ITEM, DUTY, KIND = Filing.State, FilingItem.State, Duty.State, FilingEvent.Kind


def walk(today: datetime.date) -> None:
    """Every filing: its state, its items, its duties, its days, its trail."""
    filings = Filing.objects.select_related("campaign", "unit").prefetch_related(
        "items__duty", "items__figures", "events"
    )
    for filing in filings:
        items, events = list(filing.items.all()), list(filing.events.all())
        where = f"{filing} {filing.state}"
        assert items
        assert all(item.duty.unit_id == filing.unit_id and item.duty.due_on == filing.due_on for item in items)
        states = {item.state for item in items}
        kinds = Counter(event.kind for event in events if event.item_id is None)
        if filing.state == SENT.DRAFT:
            assert states <= {ITEM.BLANK, ITEM.FILLED}, where
            assert not filing.number, where
            assert not filing.submitted_at, where
            assert all(item.duty.state == DUTY.OPEN and item.duty.filed_on is None for item in items), where
            assert set(kinds) <= {KIND.EXTENDED}, where
            continue
        assert filing.number, where
        assert filing.submitted_at, where
        assert filing.submitted_by_id, where
        assert ITEM.BLANK not in states, where
        assert events[0].kind == KIND.SUBMITTED
        assert kinds[KIND.SUBMITTED] == 1 + kinds[KIND.RETURNED] - (filing.state == SENT.RETURNED)
        assert [event.at for event in events] == sorted(event.at for event in events), where
        first = timezone.localdate(events[0].at)
        assert all(item.duty.filed_on == first for item in items), where
        sent = [event.at for event in events if event.kind == KIND.SUBMITTED]
        assert sent[-1] == filing.submitted_at, where
        assert ("逾期" in events[0].text) == (first > filing.due_on), where
        for item in items:
            duty = item.duty
            wanted = {
                ITEM.FILLED: {DUTY.FILED},
                ITEM.RETURNED: {DUTY.OPEN},
                ITEM.ACCEPTED: {DUTY.ACCEPTED, DUTY.FILED},
            }[item.state]
            assert duty.state in wanted, where
            decided_early = duty.state == DUTY.FILED and item.state == ITEM.ACCEPTED
            assert not decided_early or filing.state == SENT.IN_REVIEW, where
            assert duty.returned == (item.state == ITEM.RETURNED)
            assert bool(duty.accepted_on) == (duty.state == DUTY.ACCEPTED)
            assert bool(item.reviewed_at) == (item.state in (ITEM.ACCEPTED, ITEM.RETURNED)), where
            assert item.words or item.figures.all(), where
        if filing.state == SENT.ACCEPTED:
            assert states == {ITEM.ACCEPTED}, where
            assert events[-1].kind == KIND.ACCEPTED, where
            assert events[-1].item_id is None, where
        elif filing.state == SENT.RETURNED:
            assert states <= {ITEM.ACCEPTED, ITEM.RETURNED}, where
            assert ITEM.RETURNED in states, where
        else:
            assert ITEM.FILLED in states, where
            assert bool(filing.opened_at) == (filing.state == SENT.IN_REVIEW), where
    for duty in Duty.objects.filter(filed_on__isnull=False).select_related("campaign"):
        assert max(duty.campaign.starts_on, duty.starts_on) <= duty.filed_on < today
        assert duty.accepted_on is None or duty.filed_on <= duty.accepted_on < today
    assert not FilingEvent.objects.filter(at__date__gte=today).exists()
    for model, name in ((Filing, "submitted_at"), (FilingItem, "saved_at"), (Extension, "asked_at"), (Urge, "made_at")):
        assert not model.objects.filter(**{f"{name}__date__gte": today}).exists()


def figures_never_fall() -> None:
    former: dict[tuple[int, int], object] = {}
    for row in FilingFigure.objects.order_by("item__filing__due_on").select_related("item__filing"):
        place = (row.indicator_id, row.item.filing.unit_id)
        assert row.value >= former.get(place, 0)
        former[place] = row.value


def test_the_history_is_whole_and_shows_every_state(db):
    county, _said = fill(TODAY)
    with tenant(county.id):
        walk(TODAY)
        figures_never_fall()
        campaign = Campaign.objects.get(owner__kind=UnitKind.COUNTY_OFFICE)
        town = Campaign.objects.get(owner__kind=UnitKind.TOWNSHIP)
        assert set(Filing.objects.filter(campaign=campaign).values_list("state", flat=True)) == set(SENT.values)
        assert Filing.objects.filter(campaign=town, state=SENT.ACCEPTED).count() >= 20
        months = {
            day.month
            for day in Filing.objects.filter(campaign=campaign, state=SENT.ACCEPTED).values_list("due_on", flat=True)
        }
        assert len(months) >= 6
        assert (
            0.8
            < Filing.objects.filter(state=SENT.ACCEPTED).count() / Filing.objects.filter(due_on__lt=TODAY).count()
            <= 1.2
        )
        assert FilingEvent.objects.filter(kind=KIND.RETURNED).exists()
        assert set(Extension.objects.filter(filing__campaign=campaign).values_list("state", flat=True)) == {
            "asked",
            "approved",
        }
        assert LightOverride.objects.filter(starts_on__lte=TODAY, ends_on__gte=TODAY).exists()
        assert Urge.objects.filter(campaign=campaign).exclude(answer="").count() == 2
        assert FilingEvidence.objects.filter(item__filing__campaign=campaign).count() == 3
        found = standings(campaign=campaign, on=TODAY)
        kinds = Counter(row.light.kind for row in found)
        assert kinds[Kind.GREEN] + kinds[Kind.CLOSED] > kinds[Kind.RED] + kinds[Kind.YELLOW] > 10, kinds
        red = Counter(row.share.number for row in found if row.light.kind is Kind.RED)
        assert max(red.values()) <= 6, "no task is red for everybody"
        assert {Kind.RED, Kind.YELLOW, Kind.GREEN, Kind.CLOSED} <= set(kinds)
        assert {row.share.unit_id for row in found if row.still}, "somebody stands still"
        late = Duty.objects.filter(campaign=campaign, filed_on__gt=F("due_on")).values("unit").distinct().count()
        assert late >= 3
        assert open_duties(campaign=campaign, on=TODAY) == 0
        before = Counter(Duty.objects.values_list("state", flat=True))
        open_duties(campaign=town, on=TODAY)
        assert Counter(Duty.objects.values_list("state", flat=True)) == before
