from tests.registry.page import Page

SEE = "campaigns.view_campaign"


def slug(cast) -> dict:
    return {"slug": cast.extra.campaign.slug}


PAGES = [
    Page("assessments:overview", SEE, kwargs=slug),
    Page(
        "campaigns:campaign-tasks", SEE, kwargs=slug, ids=("unit",),
        query=lambda c: {"unit": str(c.units.finance.public_id), "q": "", "kind": ""},
    ),
    Page("campaigns:campaign-task", SEE, kwargs=lambda c: {**slug(c), "number": 1}),
    Page("campaigns:campaign-mine", SEE, kwargs=slug),
    Page(
        "campaigns:campaign-unit", SEE, place=lambda c: c.units.ford,
        kwargs=lambda c: {**slug(c), "public_id": c.units.ford.public_id},
    ),
    Page("campaigns:campaign-phases", SEE, kwargs=slug),
]  # fmt: skip
