"""Many campaigns, and many tasks, carriers and shares in one of them."""

import datetime

from campaigns.models import (
    Action,
    Assignment,
    Cadence,
    Campaign,
    CampaignPause,
    Carrier,
    CarrierRole,
    Indicator,
    Phase,
    Safeguard,
    SubItem,
    Task,
    TaskDate,
    Urge,
)
from organizations.models import Unit

ON = datetime.date(2026, 1, 5)


def add_campaigns(cast, units: list[Unit], many: int) -> None:
    """Call it inside the county; `units` are to carry."""
    campaigns = Campaign.objects.bulk_create(
        [
            Campaign(
                slug=f"crowd-{n}", name=f"活动{n}", owner=cast.units.stone, year=2026, starts_on=ON, ends_on=datetime.date(2026, 12, 31),
                state="draft" if n % 2 else "published",
            )
            for n in range(many)
        ]
    )  # fmt: skip
    CampaignPause.objects.bulk_create(
        [CampaignPause(campaign=campaign, starts_on=ON, ends_on=ON, reason="放假") for campaign in campaigns]
    )
    fill_campaign(cast.extra.campaign, units, many)
    Urge.objects.bulk_create(
        [
            Urge(
                campaign=cast.extra.campaign, unit=units[n], day=ON, text="请补报", made_by=cast.people["county_office"]
            )
            for n in range(min(many, len(units)))
        ]
    )


def fill_campaign(campaign: Campaign, units: list[Unit], many: int) -> list[Task]:
    """`many` tasks in five actions, each carried by all the units."""
    actions = Action.objects.bulk_create([Action(campaign=campaign, name=f"行动{n}", order=10 + n) for n in range(5)])
    tasks = Task.objects.bulk_create(
        [
            Task(campaign=campaign, action=actions[n * 5 // many], title=f"任务第{n}项", number=5000 + n, order=n)
            for n in range(many)
        ]
    )
    first = campaign.tasks.filter(number=1).first() or tasks[0]
    for task in [first, *tasks]:
        Carrier.objects.bulk_create(
            [
                Carrier(task=task, written=unit.name, role=CarrierRole.RESPONSIBLE, order=20 + n, unit=unit)
                for n, unit in enumerate(units)
            ]
        )
        Assignment.objects.bulk_create(
            [
                Assignment(
                    task=task, unit=unit, role=CarrierRole.RESPONSIBLE, through=unit.name, since=ON, order=20 + n
                )
                for n, unit in enumerate(units)
            ]
        )
    for task in tasks:
        TaskDate.objects.create(task=task, kind="due", ends_on=datetime.date(2026, 12, 31))
        Cadence.objects.create(task=task, every="month")
        Indicator.objects.create(task=task, name="办理", value=3, unit_word="件")
        SubItem.objects.create(task=task, title="分项", order=0)
    for n in range(many // 4):
        phase = Phase.objects.create(campaign=campaign, name=f"阶段{n}", order=20 + n)
        demand = Safeguard.objects.create(campaign=campaign, title=f"要求{n}", order=20 + n)
        Carrier.objects.create(phase=phase, written=units[0].name, role=CarrierRole.RESPONSIBLE, order=0, unit=units[0])
        Carrier.objects.create(
            safeguard=demand, written=units[0].name, role=CarrierRole.RESPONSIBLE, order=0, unit=units[0]
        )
    return tasks
