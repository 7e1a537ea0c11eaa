from tests.days import day
from tests.registry.campaign_pages import SEE, slug
from tests.registry.page import Page


def light(cast) -> dict:
    """石桥镇's lamp in the first task."""
    return {**slug(cast), "number": 1, "unit": cast.units.stone.public_id}


PAGES = [
    Page("campaigns:lights", SEE, kwargs=slug, query=lambda c: {"by": "town", "month": "2026-04"}),
    Page("campaigns:task-unit", SEE, place=lambda c: c.units.stone, kwargs=light),
    Page(
        "campaigns:light-override", "campaigns.override_light", place=lambda c: c.units.stone, kwargs=light,
        form=lambda c: {"kind": "yellow", "reason": "数据正在核对", "ends_on": day(5)},
    ),
]  # fmt: skip
