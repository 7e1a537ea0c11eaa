from django.utils import timezone

from tests.registry.page import Page

SENDER = ("unit_liaison",)  # 财政局 sent the cast's people and sees them


def _of(name: str):
    return lambda cast: {"public_id": getattr(cast.extra, name).public_id}


def one_year(cast) -> dict:
    """A year is the same in every county: no id."""
    return {"year": 2025}


def _ford(cast):
    return cast.units.ford


def _post(cast) -> dict:
    return {
        "unit": str(cast.units.ridge.public_id),
        "kind": "first_secretary",
        "person": str(cast.people["plain"].public_id),
        "sending_unit": str(cast.units.farming.public_id),
        "document": "岚组发〔2026〕6号",
        "starts_on": "2026-03-01",
        "in_charge_from": "2026-03-01",
    }


def _edit(cast) -> dict:
    return {
        "kind": "team_member", "sending_unit": str(cast.units.finance.public_id), "document": "岚组发〔2026〕7号",
        "starts_on": "2025-07-01", "ends_on": "2027-06-30", "version": "1",
    }  # fmt: skip


PAGES = [
    Page("cadres:postings", "cadres.view_posting"),
    Page("cadres:terms", "cadres.view_posting"),
    Page("cadres:posting-year", "cadres.view_posting", kwargs=one_year),
    Page("cadres:posting-new", "cadres.edit_posting", form=_post, ids=("unit", "person", "sending_unit")),
    Page("cadres:posting", "cadres.view_posting", kwargs=_of("posting"), place=_ford, granted=SENDER),
    Page("cadres:posting-edit", "cadres.edit_posting", kwargs=_of("member_posting"), form=_edit, ids=("sending_unit",)),
    Page(
        "cadres:posting-end", "cadres.edit_posting", kwargs=_of("member_posting"),
        form=lambda cast: {"ended_on": "2026-06-30", "reason": "transfer", "outcome": "", "words": "", "version": "1"},
    ),
    Page(
        "cadres:posting-handover", "cadres.edit_posting", kwargs=_of("posting"),
        form=lambda cast: {"more": "村务台账\n在办项目", "version": "1"},
    ),
    Page(
        "cadres:posting-charge", "cadres.edit_posting", kwargs=_of("waiting_posting"), get=False,
        form=lambda cast: {"since": str(timezone.localdate()), "version": "1"},
    ),
    Page("cadres:recalls", "cadres.view_recall"),
    Page(
        "cadres:recall-propose", "cadres.propose_recall", kwargs=_of("posting"), place=_ford,
        form=lambda cast: {"reason": "slack", "words": "多次不参加走访"},
    ),
    Page("cadres:recall", "cadres.view_recall", kwargs=_of("recall"), place=_ford, granted=SENDER),
    Page(
        "cadres:recall-step", "cadres.handle_recall", kwargs=_of("recall"), get=False,
        form=lambda cast: {"step": "verify", "verified_on": "2026-06-05", "version": "1"},
    ),
    Page("cadres:supporters", "cadres.view_posting"),
    Page(
        "cadres:supporter-edit", "cadres.edit_supporter", place=_ford, ids=("person",),
        kwargs=lambda cast: {"public_id": cast.units.ford.public_id, "kind": "township_leader"},
        form=lambda cast: {"person": str(cast.people["township_lead"].public_id), "starts_on": "2026-03-01"},
    ),
    Page(
        "cadres:supporter-end", "cadres.edit_supporter", kwargs=_of("supporter"), place=_ford,
        form=lambda cast: {"ended_on": "2026-06-30"},
    ),
]  # fmt: skip
