"""The word in the address of a new campaign."""

from django.db import transaction

from campaigns.models import Campaign
from campaigns.slugs import slug_for
from organizations.models import Unit, UnitKind


@transaction.atomic
def free_slug(*, name: str, year: int) -> str:
    """One that no campaign has. Whoever makes a campaign waits here for the one before: the county's office and a township
    that take the same plan in at once would otherwise both choose the same word, and one of them would fail."""
    list(Unit.objects.select_for_update(of=("self",), no_key=True).filter(kind=UnitKind.COUNTY))
    return slug_for(name, year, set(Campaign.objects.values_list("slug", flat=True)))
