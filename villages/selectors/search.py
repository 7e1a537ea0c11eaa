"""Search among those who lead the villages."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.hits import SHOWN, Hit, HitGroup, marked
from organizations.roles import reach_of
from villages.models import VillageOfficer


def officers(account, text: str, on: date) -> list[HitGroup]:
    """Village cadres in office, by a part of the name, and no number. They lead to their village's page."""
    if reach_of(account.membership, "villages.view_village") is None:
        return []
    found = VillageOfficer.objects.visible_to(account.membership).in_post(on).filter(name__icontains=text)
    found = (
        found.filter(unit__valid_to__isnull=True).select_related("unit", "unit__parent").order_by("unit__path", "pk")
    )
    rows = sorted(found, key=lambda row: (row.name != text, not row.name.startswith(text), row.pk))
    hits = [
        Hit(
            title=marked(row.name, text),
            url=reverse("villages:village", args=[row.unit.public_id]),
            note=" · ".join(str(word) for word in (row.unit.parent, row.unit, row.get_post_display()) if word),
        )
        for row in rows[:SHOWN]
    ]
    return [HitGroup(_("村干部"), hits, len(rows))]  # the roster's words look at secretaries only
