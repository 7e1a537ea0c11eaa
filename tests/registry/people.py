import datetime

from tests.registry.page import Page

EDIT = "organizations.edit_person"


def plain(c):
    return {"public_id": c.people["plain"].public_id}


def today():
    return datetime.date.today().isoformat()


PAGES = [
    Page("organizations:people", "organizations.view_people", query=lambda c: {"q": "mqh"}, ids=()),
    Page(
        "organizations:person-detail", "organizations.view_people", place=lambda c: c.units.ford,
        kwargs=lambda c: {"public_id": c.people["village"].public_id},
    ),
    Page(
        "organizations:person-new", EDIT, ids=("unit",), query=lambda c: {"unit": c.units.maple.public_id},
        form=lambda c: {
            "name": "新来人", "unit": str(c.units.maple.public_id), "title": "干事", "staff_no": "N-1", "phone": "13800008888",
        },
    ),
    Page(
        "organizations:person-edit", EDIT, kwargs=plain,
        form=lambda c: {"name": "白有名", "title": "站长", "staff_no": "N-2", "phone": "", "version": 1},
    ),
    Page(
        "organizations:person-move", EDIT, kwargs=plain, ids=("to_unit",),
        form=lambda c: {"to_unit": str(c.units.stone.public_id), "on": today(), "title": "站长", "reason": "轮岗"},
    ),
    Page(
        "organizations:person-leave", EDIT, kwargs=plain, form=lambda c: {"on": today(), "reason": "退休"},
    ),
    Page(
        "organizations:person-reveal", "organizations.reveal_person", place=lambda c: c.units.ford,
        kwargs=lambda c: {"public_id": c.people["village"].public_id},
        form=lambda c: {"what": "phone", "reason": "通知开会"},
    ),
]  # fmt: skip
