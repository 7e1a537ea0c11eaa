"""Lines of the list of campaigns."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch

from campaigns.models import Campaign, CampaignPause, Task
from campaigns.selectors.stages import campaign_time
from campaigns.wording import span_words

STATE_KINDS = {"draft": "idle", "published": "open", "paused": "warn", "closed": "done", "archived": "idle"}


@dataclass(frozen=True)
class CampaignRow:
    """A line ready to print; without `url` the name is no link."""

    name: str
    url: str
    owner: str
    year: int
    state: str
    state_kind: str
    span: str
    percent: int | None
    tasks: int


def with_pauses(campaigns):
    return campaigns.prefetch_related(Prefetch("pauses", CampaignPause.objects.order_by("starts_on")))


def campaign_rows(campaigns: list[Campaign], membership, on: date) -> list[CampaignRow]:
    """Two queries however many campaigns: whose drafts may be edited, and how many tasks one sees."""
    ids = [campaign.pk for campaign in campaigns]
    editable = set(Campaign.objects.editable_by(membership, on).filter(pk__in=ids).values_list("pk", flat=True))
    seen = Task.objects.filter(campaign__in=ids, withdrawn_on__isnull=True).visible_to(membership, on)
    counts = dict(seen.order_by().values_list("campaign").annotate(n=Count("pk")))
    return [
        CampaignRow(
            name=campaign.name,
            url=_url(campaign, editable),
            owner=str(campaign.owner),
            year=campaign.year,
            state=campaign.get_state_display(),
            state_kind=STATE_KINDS[campaign.state],
            span=span_words(campaign.starts_on, campaign.ends_on, on),
            percent=None if campaign.is_draft else campaign_time(campaign, on).percent,
            tasks=counts.get(campaign.pk, 0),
        )
        for campaign in campaigns
    ]


def _url(campaign: Campaign, editable: set[int]) -> str:
    if not campaign.is_draft:
        return f"/c/{campaign.slug}/"
    return f"/c/new/{campaign.public_id}/tasks/" if campaign.pk in editable else ""
