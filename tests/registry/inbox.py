from tests.registry.page import Page


def _notice(cast) -> dict:
    return {
        "subject": "核对数据的通知",
        "body": "请核对本月数据。",
        "group": str(cast.extra.unit_group.public_id),
        "units": [str(cast.units.finance.public_id)],
    }


PAGES: list[Page] = [
    Page("inbox", "organizations.view_messages"),
    # A message is its account's own: the walk asks as whom it was sent to, all others get 404.
    Page(
        "message-detail",
        "organizations.view_messages",
        kwargs=lambda cast: {"public_id": cast.extra.message.public_id},
        owner="township",
    ),
    Page(
        "message-read",
        "organizations.view_messages",
        kwargs=lambda cast: {"public_id": cast.extra.message.public_id},
        owner="township",
        get=False,
        form=lambda cast: {},
    ),
    Page("message-read-all", "organizations.view_messages", get=False, form=lambda cast: {}),
    Page("notices", "organizations.send_notice"),
    Page("notice-new", "organizations.send_notice", form=_notice, ids=("group", "units")),
    Page("notice-detail", "organizations.send_notice", kwargs=lambda cast: {"public_id": cast.extra.notice.public_id}),
]
