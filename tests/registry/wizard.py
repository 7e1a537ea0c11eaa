from tests.registry.page import Page

EDIT = "campaigns.edit_campaign"
TEXT = "岚溪县“清河”活动实施方案\n一、重点任务\n（一）清河行动\n1.清理河道。年底前完成。（责任单位：县财政局）\n"


def _office(cast):
    return cast.units.office


def _draft(cast):
    return {"public_id": cast.extra.draft.public_id}


def _task(number):
    return lambda cast: {**_draft(cast), "task_id": cast.extra.draft_tasks[number].public_id}


def _action(cast):
    return {**_draft(cast), "action_id": cast.extra.draft_action.public_id}


def _page(name, **options):
    # The cast's assessor is co-editor of the sample draft.
    return Page(f"campaigns:{name}", EDIT, place=_office, granted=("assessor",), **{"kwargs": _draft, **options})


PAGES = [
    Page("campaigns:plan-new", EDIT, form=lambda c: {"text": TEXT}),
    Page(
        "campaigns:plan-empty",
        EDIT,
        form=lambda c: {"name": "清河活动", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
    ),
    _page("draft-discard", form=lambda c: {}),
    _page("draft-tasks", form=lambda c: {}, query=lambda c: {"at": c.extra.draft_tasks[1].public_id}),
    _page(
        "draft-task-add",
        ids=("action",),
        query=lambda c: {"action": c.extra.draft_action.public_id},
        form=lambda c: {"action": str(c.extra.draft_action.public_id), "title": "清理河道", "detail": ""},
    ),
    _page(
        "draft-task-edit",
        kwargs=_task(0),
        ids=("action",),
        form=lambda c: {
            "title": "整顿党组织", "action": str(c.extra.draft_action.public_id), "detail": "逐村整顿。", "items": "一村一策",
            "leaders": "", "version": 1,
        },
    ),
    _page("draft-task-move", kwargs=_task(1), get=False, form=lambda c: {"to": "up", "version": 1}),
    _page("draft-task-delete", kwargs=_task(2), form=lambda c: {"version": 1}),
    _page("draft-task-merge", kwargs=_task(1), get=False, form=lambda c: {"version": 1}),
    _page("draft-task-split", kwargs=_task(0)),
    _page("draft-action-add", form=lambda c: {"name": "清河行动"}),
    _page("draft-action-edit", kwargs=_action, form=lambda c: {"name": "支部行动"}),
    _page("draft-action-remove", kwargs=_action, get=False, form=lambda c: {}),
    _page(
        "draft-question-answer",
        kwargs=lambda c: {**_draft(c), "question_id": c.extra.question.public_id},
        form=lambda c: {"choice": "r0", "words": ""},
    ),
]  # fmt: skip
