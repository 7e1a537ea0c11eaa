"""Who decides what in a filing: the county's office, a township for its villages, a lead unit its own line by setting."""

from datetime import date

from campaigns.models import CarrierRole, Filing, FilingItem
from campaigns.querysets.filings import REVIEW
from organizations.roles import Reach, reach_of
from organizations.rules import rule_value

DECIDED = (FilingItem.State.ACCEPTED, FilingItem.State.RETURNED)


def decides_all(filing: Filing, account) -> bool:
    """The office for the county, a township for its villages; a lead unit decides only the items of its tasks."""
    membership = account.membership
    reach = reach_of(membership, REVIEW)
    if reach is Reach.SLICE:
        return filing.unit_id != membership.unit_id and filing.unit.path.startswith(membership.unit.path)
    return reach is Reach.COUNTY


def led_items(filing: Filing, account, on: date) -> set[int]:
    """Ids of the items a lead unit may decide: those of its own tasks, when the county lets lead units review."""
    if account.membership is None or reach_of(account.membership, REVIEW) is not Reach.SLICE:
        return set()
    if filing.unit_id == account.membership.unit_id or not rule_value("review.lead_units", on=on):
        return set()
    led = FilingItem.objects.filter(
        filing=filing,
        duty__assignment__task__assignments__unit=account.membership.unit_id,
        duty__assignment__task__assignments__role=CarrierRole.LEAD,
        duty__assignment__task__assignments__state="active",
    )
    return set(led.values_list("pk", flat=True))
