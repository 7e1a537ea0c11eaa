from tests.registry.page import Page

EDIT, PUBLISH = "campaigns.edit_campaign", "campaigns.publish_campaign"
DATE = {"kind": "due", "words": "年底前", "what": "", "starts_on": "", "ends_on": "2026-12-20", "version": 1}
CADENCE = {"every": "month", "times": 1, "day": "25日前", "words": "每月一次", "version": 1}
INDICATOR = {
    "name": "轮训人次", "level": "county", "comparator": ">=", "value": "2.8万", "unit_word": "人次", "aggregation": "sum", "cumulative": "on",
    "year": "2026", "words": "", "version": 1,
}  # fmt: skip
PHASE = {"name": "动员部署", "starts_on": "2026-01-01", "ends_on": "2026-03-31", "words": "", "text": "", "version": 1}
SAFEGUARD = {"title": "加强组织领导", "text": "各级高度重视。", "version": 1}


def _draft(**more):
    """The county's draft, and names of further arguments with where the cast has them."""
    return lambda c: {"public_id": c.extra.draft.public_id, **{name: find(c) for name, find in more.items()}}


def _page(name, **fields):
    return Page(f"campaigns:draft-{name}", EDIT, place=lambda c: c.units.office, granted=("assessor",), **fields)


def _carrier(c):
    return c.extra.draft_carrier.public_id


def _task(c):
    return c.extra.draft_tasks[0].public_id


def _target(c):
    return {"target": str(c.units.farming.public_id), "role": "support"}


def _rows(name, add, row, form):
    return [
        _page(f"{name}-add", kwargs=_draft(**add), form=lambda c: form),
        _page(name, kwargs=_draft(row_id=row), form=lambda c: form),
        _page(f"{name}-remove", kwargs=_draft(row_id=row), get=False, form=lambda c: {}),
    ]


PAGES = [
    _page("units", kwargs=_draft()),
    _page(
        "carrier-add", kwargs=lambda c: {**_draft()(c), "place": "task", "place_id": c.extra.draft_tasks[1].public_id}, ids=("target",),
        form=_target,
    ),
    _page("carrier", kwargs=_draft(carrier_id=_carrier), ids=("target",), form=lambda c: {**_target(c), "everywhere": "on"}),
    _page("carrier-move", kwargs=_draft(carrier_id=_carrier), get=False, form=lambda c: {"to": "down"}),
    _page("carrier-remove", kwargs=_draft(carrier_id=_carrier), get=False, form=lambda c: {}),
    _page(
        "carrier-opened", kwargs=_draft(carrier_id=_carrier), ids=("units",),
        form=lambda c: {"units": [str(c.units.stone.public_id)], "reason": "没有后进村"},
    ),
    _page(
        "carrier-unexempt", kwargs=_draft(exemption_id=lambda c: c.extra.exemption.public_id), get=False, form=lambda c: {}
    ),
    _page("rules", kwargs=_draft()),
    _page(
        "settings", kwargs=_draft(), ids=("leading_group",),
        form=lambda c: {
            "name": "强支部活动", "document_number": "岚组发〔2026〕1号", "year": 2026, "starts_on": "2026-01-01", "ends_on": "2026-12-31",
            "leading_group": str(c.extra.working_group.public_id), "first_is_lead": "on", "version": 1,
        },
    ),
    *_rows("date", {"task_id": _task}, lambda c: c.extra.draft_date.public_id, DATE),
    *_rows("cadence", {"task_id": _task}, lambda c: c.extra.draft_cadence.public_id, CADENCE),
    *_rows("indicator", {"task_id": _task}, lambda c: c.extra.open_indicator.public_id, INDICATOR),
    *_rows("phase", {}, lambda c: c.extra.draft_phase.public_id, PHASE),
    *_rows("safeguard", {}, lambda c: c.extra.draft_safeguard.public_id, SAFEGUARD),
    _page("review", kwargs=_draft()),
    Page(
        "campaigns:draft-publish", PUBLISH, place=lambda c: c.units.office, kwargs=_draft(), get=False, form=lambda c: {"on": ""}
    ),
]  # fmt: skip
