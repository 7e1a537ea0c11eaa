from tests.registry.page import Page

SENDER = ("unit_liaison",)  # 财政局 sent the cast's first secretary and sees its own people


def _of(name: str):
    return lambda cast: {"public_id": getattr(cast.extra, name).public_id}


def _ford(cast):
    return cast.units.ford


def _ask(cast) -> dict:
    return {
        "who": str(cast.extra.secretary.public_id),
        "kind": "personal",
        "starts_on": "2026-12-01",
        "starts_half": "am",
        "ends_on": "2026-12-02",
        "ends_half": "pm",
        "stand_in": "石满仓",
        "reason": "",
        "step": "check",
    }


PAGES = [
    Page("cadres:leaves", "cadres.view_posting"),
    Page("cadres:leave-new", "cadres.ask_leave", form=_ask),
    Page("cadres:leave", "cadres.view_posting", kwargs=_of("leave"), place=_ford, granted=SENDER),
    Page(
        "cadres:leave-decide", "cadres.decide_leave", kwargs=_of("leave"), place=_ford, get=False,
        form=lambda cast: {"decision": "approve", "answer": "", "version": "1"},
    ),
    Page(
        "cadres:leave-back", "cadres.ask_leave", kwargs=_of("approved_leave"), place=_ford, get=False,
        form=lambda cast: {"back_on": "2026-05-12", "back_half": "am", "version": "1"},
    ),
    Page(
        "cadres:leave-withdraw", "cadres.ask_leave", kwargs=_of("leave"), place=_ford, get=False,
        form=lambda cast: {"version": "1"},
    ),
    Page("cadres:calendar", "cadres.view_posting", query=lambda cast: {"month": "2026-05"}),
    Page(
        "cadres:calendar-person", "cadres.view_posting", kwargs=_of("posting"), place=_ford, granted=SENDER,
        query=lambda cast: {"month": "2026-05"},
    ),
    Page("cadres:findings", "cadres.view_posting"),
    Page(
        "cadres:finding-new", "cadres.record_finding", ids=("posting",),
        form=lambda cast: {
            "posting": str(cast.extra.posting.public_id), "found_on": "2026-07-01", "kind": "absent", "words": "未见本人",
        },
    ),
    Page("cadres:finding", "cadres.view_posting", kwargs=_of("finding"), place=_ford, granted=SENDER),
    Page(
        "cadres:finding-object", "cadres.object_finding", kwargs=_of("open_finding"), place=_ford, get=False,
        granted=SENDER, form=lambda cast: {"objection": "当日在镇里开会", "version": "1"},
    ),
    Page(
        "cadres:finding-answer", "cadres.record_finding", kwargs=_of("finding"), place=_ford, get=False,
        form=lambda cast: {"decision": "uphold", "answer": "会议签到无本人", "version": "1"},
    ),
]  # fmt: skip
