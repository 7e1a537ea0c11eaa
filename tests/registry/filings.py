"""A unit's own filings: 石桥镇 has filed March, was sent back April and drafts May; its village waits with March."""

from tests.registry.page import Page

FILE = "campaigns.file_progress"


def _at(name: str):
    def kwargs(c) -> dict:
        filing = getattr(c.extra, name)
        return {"slug": c.extra.campaign.slug, "unit": filing.unit.public_id, "day": filing.due_on.isoformat()}

    return kwargs


def _draft(c) -> dict:
    return _at("filing")(c)


def _item(c) -> dict:
    return {**_draft(c), "item": c.extra.filing_item.public_id}


def _returned_photo(c) -> dict:
    return {**_at("returned_filing")(c), "item": c.extra.returned_item.public_id, "photo": c.extra.proof.public_id}


def _values(c) -> dict:
    figures = {f"figure_{c.extra.indicator.public_id.hex}": "6"}
    return {"version": 1, "words": "六个村已完成。", "fall_reason": "", "help_wanted": "", "action": "next", **figures}


def _town(c):
    return c.units.stone


PAGES = [
    Page("campaigns:filings-mine", FILE, kwargs=lambda c: {"slug": c.extra.campaign.slug}),
    Page("campaigns:filing", FILE, place=_town, kwargs=_draft, form=lambda c: {}),
    Page("campaigns:filing-item", FILE, place=_town, kwargs=_item, form=_values),
    Page("campaigns:filing-autosave", FILE, place=_town, kwargs=_item, get=False, form=_values),
    Page("campaigns:filing-photo", FILE, place=_town, kwargs=_item, get=False, form=lambda c: {}),
    Page("campaigns:filing-photo-remove", FILE, place=_town, kwargs=_returned_photo, get=False, form=lambda c: {}),
    # Sent in by tests/campaigns/test_filing.py: the sample's draft is not complete and the clerk may not send.
    Page("campaigns:filing-check", FILE, place=_town, kwargs=_draft),
    Page("campaigns:filing-done", FILE, place=_town, kwargs=_at("accepted_filing")),
    Page(
        "campaigns:filing-withdraw", FILE, place=_town, kwargs=_draft, form=lambda c: {"reason": "数字填错了"},
        why_not_walked="leads back to the filing while nothing was sent in",
    ),
]  # fmt: skip
