"""谁还没报 on the desk of who may urge: for each campaign the units that are late, with the person to ask."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty
from campaigns.selectors.contacts import contact
from organizations.models import Unit
from organizations.roles import reach_of
from organizations.selectors.desk import DeskLine

MOST_NAMED = 3


def missing_lines(account, on: date) -> list[DeskLine]:
    """One line a campaign; two queries at any size. The own unit's lateness stands in its own lines."""
    membership = account.membership
    if membership is None or reach_of(membership, "campaigns.urge_unit") is None:
        return []
    late = (
        Duty.objects.open().visible_to(membership).with_last_day()
        .filter(returned=False, last_day__lt=on, campaign__state=Campaign.State.PUBLISHED, assignment__state="active")
        .exclude(unit=membership.unit_id)
        .order_by("last_day", "unit__order", "unit__code")
    )  # fmt: skip
    by_campaign: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for slug, name, unit in late.values_list("campaign__slug", "campaign__name", "unit_id"):
        by_campaign[slug, name][unit] = None  # in the order of the days, each once
    named = {unit for units in by_campaign.values() for unit in list(units)[:MOST_NAMED]}
    if not named:
        return []
    units_named = Unit.objects.filter(pk__in=named).annotate(contact=contact(membership, on))
    names = {
        unit.pk: _("%(unit)s（联系人%(name)s）") % {"unit": unit, "name": unit.contact} if unit.contact else str(unit)
        for unit in units_named
    }
    lines = []
    for (slug, name), units in by_campaign.items():
        words = [names[unit] for unit in list(units)[:MOST_NAMED]]
        note = _("、").join(words) + (_("等") if len(units) > MOST_NAMED else "")
        text = _("%(name)s：%(n)s 家逾期未报") % {"name": name, "n": len(units)}
        lines.append(DeskLine(text, f"/c/{slug}/filings/?state=overdue", _("看谁还没报"), "late", note))
    return lines
