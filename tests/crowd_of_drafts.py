"""Many tasks, carriers, dates and figures in the cast's draft."""

from campaigns.models import (
    Cadence,
    Carrier,
    CarrierExemption,
    Indicator,
    Phase,
    PlanQuestion,
    Safeguard,
    Task,
    TaskDate,
)
from tests.cast import Cast


def add_draft(cast: Cast, units: list, many: int) -> None:
    extra = cast.extra
    tasks = Task.objects.bulk_create(
        [
            Task(campaign=extra.draft, action=extra.draft_action, title=f"任务{n % 30}", order=10 + n)
            for n in range(many)
        ]
    )
    places = [{"task": task} for task in tasks]
    places += [
        {"phase": Phase.objects.create(campaign=extra.draft, name=f"阶段{n}", order=10 + n)} for n in range(many // 4)
    ]
    places += [
        {"safeguard": Safeguard.objects.create(campaign=extra.draft, title=f"措施{n}", order=10 + n)} for n in range(5)
    ]
    carriers = []
    for n, place in enumerate(places):
        for order, target in enumerate(({"unit": units[n % len(units)]}, {"group": extra.carrier_group}, {})):
            carriers.append(
                Carrier(
                    **place, **target, written=f"责任单位{n if not target else order}", role="responsible", order=order
                )
            )
    carriers = Carrier.objects.bulk_create(carriers)
    CarrierExemption.objects.bulk_create(
        [CarrierExemption(carrier=row, unit=cast.units.maple, reason="没有任务") for row in carriers if row.group_id]
    )
    TaskDate.objects.bulk_create([TaskDate(task=task, kind="due", words="年底前") for task in tasks])
    Cadence.objects.bulk_create([Cadence(task=task, every="month") for task in tasks])
    Indicator.objects.bulk_create([Indicator(task=task, name="完成数") for task in tasks])
    PlanQuestion.objects.bulk_create(
        [
            PlanQuestion(
                plan=extra.plan, number=10 + n, kind="contradiction", text=f"疑问{n}", span_start=0, span_end=1
            )
            for n in range(many)
        ]
    )
