from campaigns.models import Duty
from organizations.tenancy.context import tenant
from tests.cast import Cast
from tests.registry.page import Page


def waived(cast: Cast) -> Duty:
    """A duty of 枫林乡 that was waived, made when a page first asks for it."""
    with tenant(cast.county.id):
        like = cast.extra.waiting_item.duty
        row = Duty.objects.filter(assignment=like.assignment, period_key="month:2031-03").first()
        return row or Duty.objects.create(
            campaign=like.campaign, assignment=like.assignment, unit=like.unit, kind="report", period_key="month:2031-03",
            starts_on="2031-03-01", ends_on="2031-03-31", due_on="2031-03-31", state="waived", waived_reason="防汛抢险",
        )  # fmt: skip


def targets_form(cast: Cast) -> dict:
    with tenant(cast.county.id):
        task = type(cast.extra.tasks[0]).objects.get(pk=cast.extra.tasks[0].pk)
        name = f"t-{cast.extra.indicator.public_id}-{cast.units.maple.public_id}"
        return {"version": task.version, name: "12"}


def duty(cast: Cast, row: Duty) -> dict:
    return {"slug": cast.extra.campaign.slug, "public_id": row.public_id}


PAGES = [
    Page(
        "campaigns:duty-waive",
        "campaigns.override_light",
        kwargs=lambda cast: duty(cast, cast.extra.duty),
        form=lambda cast: {"reason": "防汛抢险"},
    ),
    Page(
        "campaigns:duty-reopen",
        "campaigns.override_light",
        kwargs=lambda cast: duty(cast, waived(cast)),
        get=False,
        form=lambda cast: {},
    ),
    Page(
        "campaigns:task-targets",
        "campaigns.edit_campaign",
        kwargs=lambda cast: {"slug": cast.extra.campaign.slug, "number": "1"},
        place=lambda cast: cast.units.office,
        form=targets_form,
    ),
]
