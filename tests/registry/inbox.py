from tests.registry.page import Page


def _notice(cast) -> dict:
    return {
        "subject": "核对数据的通知",
        "body": "请核对本月数据。",
        "group": str(cast.extra.unit_group.public_id),
        "units": [str(cast.units.finance.public_id)],
    }


PAGES: list[Page] = [
    Page("organizations:inbox", "organizations.view_messages"),
    Page(
        "organizations:message-detail",
        "organizations.view_messages",
        kwargs=lambda cast: {"public_id": cast.extra.message.public_id},
        owner="county_admin",
    ),
    Page(
        "organizations:message-read",
        "organizations.view_messages",
        kwargs=lambda cast: {"public_id": cast.extra.message.public_id},
        owner="county_admin",
        get=False,
        form=lambda cast: {},
    ),
    Page("organizations:message-read-all", "organizations.view_messages", get=False, form=lambda cast: {}),
    Page("organizations:notices", "organizations.send_notice"),
    Page("organizations:notice-new", "organizations.send_notice", form=_notice, ids=("group", "units")),
    Page(
        "organizations:notice-detail",
        "organizations.send_notice",
        kwargs=lambda cast: {"public_id": cast.extra.notice.public_id},
    ),
]
