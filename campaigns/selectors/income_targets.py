"""What the published campaigns want of the villages' collective income: for the income page, which stands below them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Indicator
from villages.held import threshold_of
from villages.income_settings import income_settings, line_words

HELD = "villages.income_share"


def income_targets(year: int, membership, on: date) -> list[dict[str, Any]]:
    """Targets of the year, or of no certain one, of campaigns that the person may see; two queries."""
    campaigns = Campaign.objects.visible_to(membership, on).filter(state=Campaign.State.PUBLISHED)
    rows = Indicator.objects.filter(held_by=HELD, task__campaign__in=campaigns).select_related("task__campaign")
    found, rule = [], income_settings(on)
    for indicator in rows:
        if indicator.year not in (None, year):
            continue
        campaign = indicator.task.campaign
        lines = tuple(campaign.income_lines or ()) or rule.lines
        found.append(
            {
                "words": indicator.name,
                "threshold": threshold_of(indicator),
                "lines": lines,
                "line_words": line_words(lines),
                "target": f"{indicator.get_comparator_display()}{indicator.value.normalize():f}%"
                if indicator.value is not None
                else _("还没有定"),
                "url": reverse("campaigns:campaign-task", args=[campaign.slug, indicator.task.number]),
            }
        )
    return found
