from tests.registry.page import Page

TODAY = "2026-06-30"


def _group(cast):
    return {"public_id": cast.extra.working_group.public_id}


def _unit_group(cast):
    return {"public_id": cast.extra.unit_group.public_id}


PAGES = [
    Page("organizations:unit-groups", "organizations.view_unit_group"),
    Page(
        "organizations:unit-group-new", "organizations.edit_unit_group", ids=("members", "rule_under"),
        form=lambda c: {"name": "两个乡镇", "aliases": "", "rule_kind": "", "rule_under": "", "note": "",
                        "members": [str(c.units.stone.public_id), str(c.units.maple.public_id)]},
    ),
    Page("organizations:unit-group-detail", "organizations.view_unit_group", kwargs=_unit_group),
    Page(
        "organizations:unit-group-edit", "organizations.edit_unit_group", kwargs=_unit_group, ids=("rule_under",),
        form=lambda c: {"name": "各乡镇党委", "aliases": "各乡镇", "rule_kind": "village", "note": "",
                        "rule_under": str(c.units.stone.public_id), "version": 1},
    ),
    Page("organizations:unit-group-remove", "organizations.edit_unit_group", kwargs=_unit_group, get=False, form=lambda c: {}),
    Page("organizations:working-groups", "organizations.view_working_group"),
    Page(
        "organizations:working-group-new", "organizations.edit_working_group", ids=("parent", "host_unit", "areas"),
        form=lambda c: {"kind": "office", "name": "活动办公室", "parent": str(c.extra.working_group.public_id), "paper": "",
                        "host_unit": str(c.units.office.public_id), "valid_from": TODAY, "order": 1,
                        "areas": [str(c.units.stone.public_id)]},
    ),
    Page("organizations:working-group-detail", "organizations.view_working_group", kwargs=_group),
    Page(
        "organizations:working-group-edit", "organizations.edit_working_group", kwargs=_group, ids=("parent", "host_unit", "areas"),
        form=lambda c: {"kind": "leading_group", "name": "领导小组", "parent": "", "host_unit": str(c.units.office.public_id),
                        "paper": "", "valid_from": TODAY, "order": 1, "areas": [], "version": 1},
    ),
    Page(
        "organizations:working-group-end", "organizations.edit_working_group", kwargs=_group,
        form=lambda c: {"on": TODAY},
    ),
    Page(
        "organizations:working-group-add-member", "organizations.edit_working_group", kwargs=_group, ids=("person", "unit"),
        form=lambda c: {"post": "member", "person": str(c.people["county_office"].public_id),
                        "unit": str(c.units.office.public_id), "duty": "", "order": 1},
    ),
    Page(
        "organizations:working-group-remove-member", "organizations.edit_working_group", get=False, form=lambda c: {},
        kwargs=lambda c: {**_group(c), "member_id": c.extra.group_member.public_id},
    ),
]  # fmt: skip
