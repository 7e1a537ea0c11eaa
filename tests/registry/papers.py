from tests.registry.page import Page


def _campaign(cast) -> dict:
    return {"slug": cast.extra.campaign.slug}


PAGES = [
    Page(
        f"campaigns:table-{kind}",
        "campaigns.view_campaign",
        kwargs=_campaign,
        query=lambda cast: {"version": "1"},
        why_not_walked="a file, not a page",
    )
    for kind in ("xlsx", "docx")
]
