import datetime

from django.utils import timezone

from campaigns.models import Campaign
from tests.days import day
from tests.registry.page import Page


def _campaign(cast) -> dict:
    return {"slug": cast.extra.campaign.slug}


def _waiting(cast) -> dict:
    return {**_campaign(cast), "filing": cast.extra.waiting_filing.public_id}


def _judged(cast) -> dict:
    return {**_campaign(cast), "filing": cast.extra.judged_filing.public_id}


def _still_running(cast) -> None:
    later = timezone.localdate() + datetime.timedelta(days=60)
    Campaign.objects.filter(pk=cast.extra.campaign.pk, ends_on__lt=later).update(ends_on=later)


def _review(name: str, *, get: bool = False, form=lambda cast: {}, kwargs=_waiting, ids=()) -> Page:
    """Of 枫林乡: no sample role but the county's office reviews it."""
    return Page(
        f"campaigns:{name}", "campaigns.review_filing", kwargs=kwargs, place=lambda cast: cast.units.maple, get=get,
        form=form, ids=ids,
    )  # fmt: skip


PAGES = [
    Page("campaigns:filings", "campaigns.view_campaign", kwargs=_campaign, query=lambda cast: {"month": "2026-03"}),
    Page("campaigns:reviews-waiting", "campaigns.review_filing"),
    Page("campaigns:reviews", "campaigns.review_filing", kwargs=_campaign),
    _review("review", get=True, form=None),
    _review("review-open"),
    _review(
        "review-item",
        kwargs=lambda cast: {**_waiting(cast), "item": cast.extra.waiting_item.public_id},
        form=lambda cast: {"decision": "accept"},
    ),
    _review("review-rest"),
    _review(
        "review-undo", kwargs=_judged, form=lambda cast: {"item": str(cast.extra.judged_item.public_id)}, ids=("item",)
    ),
    _review("review-finish", kwargs=_judged),
    Page(
        "campaigns:extension-ask",
        "campaigns.file_progress",
        kwargs=lambda cast: {**_campaign(cast), "unit": cast.units.stone.public_id, "day": "2026-04-25"},
        place=lambda cast: cast.units.stone,
        form=lambda cast: {"until": day(5), "reason": "汛期抢险"},
        ready=_still_running,
    ),
    Page(
        "campaigns:extension-answer",
        "campaigns.review_filing",
        kwargs=lambda cast: {"public_id": cast.extra.extension.public_id},
        place=lambda cast: cast.units.office,
        form=lambda cast: {"decision": "refuse", "answer": "按原定日期报送"},
    ),
]
