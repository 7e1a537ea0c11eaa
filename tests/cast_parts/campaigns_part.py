"""Examples of campaigns: a draft with open gaps, a published county campaign, a township's campaign carried by villages."""

import datetime

from django.contrib.auth.models import Permission

from campaigns.models import (
    Action,
    Assignment,
    Cadence,
    Campaign,
    CampaignGrant,
    CampaignPause,
    Carrier,
    CarrierExemption,
    CarrierRole,
    Indicator,
    Phase,
    Plan,
    PlanQuestion,
    Safeguard,
    SubItem,
    Task,
    TaskDate,
)
from campaigns.services import publishing
from organizations.models import UnitGroup, UnitKind
from tests.cast import Cast

ON = datetime.date(2026, 1, 5)
TEXT = "{mark}岚溪县“强支部、兴产业”活动实施方案\n一、重点任务\n（一）支部提升行动\n1.整顿后进村党组织。年底前完成。（责任单位：县委组织部、各乡镇党委）\n2.开展轮训。每季度一次。（责任单位：县财政局）\n（二）产业带动行动\n1.壮大村集体经济。达到X%。（责任单位：县某某局）\n"


def add(cast: Cast, mark: str, ascii_mark: str) -> None:
    """Call it inside the county. `extra.draft` has one gap of each kind; `extra.campaign` runs and is seen by every role."""
    extra = cast.extra
    extra.carrier_group = UnitGroup.objects.create(name=f"{mark}全县乡镇", rule_kind=UnitKind.TOWNSHIP)
    extra.plan = _plan(cast, mark)
    extra.question = PlanQuestion.objects.create(
        plan=extra.plan, number=1, kind="contradiction", text=f"{mark}时限前后不一致：年底前、6月底前", readings=["年底前", "6月底前"],
        span_start=40, span_end=50,
    )  # fmt: skip
    extra.draft = _campaign(cast, f"{mark}强支部活动（筹备）", f"{ascii_mark}draft-2026", plan=extra.plan)
    extra.draft_action, extra.draft_tasks = _tree(cast, extra.draft, mark)
    extra.draft_date = TaskDate.objects.get(task=extra.draft_tasks[0])
    extra.draft_cadence = Cadence.objects.get(task=extra.draft_tasks[1])
    extra.draft_phase = Phase.objects.get(campaign=extra.draft)
    extra.draft_safeguard = Safeguard.objects.get(campaign=extra.draft)
    extra.draft_carrier = Carrier.objects.get(task=extra.draft_tasks[0], group__isnull=False)
    extra.open_carrier = Carrier.objects.create(
        task=extra.draft_tasks[2], written=f"{mark}县某某局", role=CarrierRole.RESPONSIBLE, order=9
    )
    extra.exemption = CarrierExemption.objects.create(
        carrier=extra.draft_carrier, unit=cast.units.maple, reason=f"{mark}没有后进村"
    )
    extra.open_indicator = Indicator.objects.create(
        task=extra.draft_tasks[2], name=f"{mark}收入5万元以上的村占比", unit_word="%"
    )
    extra.campaign = _campaign(cast, f"{mark}强支部、兴产业活动", f"{ascii_mark}qzb-2026", plan=_plan(cast, mark))
    extra.action, extra.tasks = _tree(cast, extra.campaign, mark)
    publishing.publish(campaign=extra.campaign, by=cast.accounts["county_office"], on=ON)
    extra.campaign.refresh_from_db()
    extra.share = Assignment.objects.get(task=extra.tasks[0], unit=cast.units.finance)
    extra.due_rows = list(TaskDate.objects.filter(task=extra.tasks[0]))
    extra.exempt_share = Assignment.objects.create(
        task=extra.tasks[1], unit=cast.units.farming, role=CarrierRole.SUPPORT, order=9, since=ON, reason=f"{mark}不涉农",
        state=Assignment.State.EXEMPT,
    )  # fmt: skip
    extra.pause = CampaignPause.objects.create(
        campaign=extra.campaign,
        starts_on=datetime.date(2026, 2, 1),
        ends_on=datetime.date(2026, 2, 7),
        reason=f"{mark}春节",
    )
    extra.town_campaign = _campaign(
        cast, f"{mark}石桥镇清洁村庄活动", f"{ascii_mark}town-2026", owner=cast.units.stone
    )  # fmt: skip
    action = Action.objects.create(campaign=extra.town_campaign, name=f"{mark}清洁行动", order=0)
    task = Task.objects.create(campaign=extra.town_campaign, action=action, title=f"{mark}清理河道", order=0)
    for order, village in enumerate((cast.units.ford, cast.units.ridge)):
        Carrier.objects.create(task=task, written=village.name, role=CarrierRole.RESPONSIBLE, order=order, unit=village)
    publishing.publish(campaign=extra.town_campaign, by=cast.accounts["township_lead"], on=ON)
    extra.town_campaign.refresh_from_db()
    # Guardian's row by hand: the county's administrators are not made yet who could give it.
    extra.campaign_grant = CampaignGrant.objects.create(
        user=cast.accounts["assessor"], content_object=extra.draft, reason=f"{mark}协助筹备",
        permission=Permission.objects.get(codename="edit_campaign", content_type__app_label="campaigns"),
    )  # fmt: skip


def _plan(cast: Cast, mark: str) -> Plan:
    text = TEXT.format(mark=mark)
    return Plan.objects.create(
        owner=cast.units.office,
        title=text.splitlines()[0],
        file_name=f"{mark}方案.txt",
        sha256="0" * 64,
        text=text,
        reading={},
    )


def _campaign(cast: Cast, name: str, slug: str, plan=None, owner=None) -> Campaign:
    return Campaign.objects.create(
        slug=slug, name=name, owner=owner or cast.units.office, plan=plan, year=2026, starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2026, 12, 31), leading_group=cast.extra.working_group if plan else None,
    )  # fmt: skip


def _tree(cast: Cast, campaign: Campaign, mark: str) -> tuple[Action, list[Task]]:
    """Two actions, three tasks; the first is carried by office, finance, all townships and one village."""
    text, units = campaign.plan.text, cast.units
    actions = [
        Action.objects.create(campaign=campaign, name=f"{mark}{name}", order=order, ordinal=f"（{'一二'[order]}）")
        for order, name in enumerate(("支部提升行动", "产业带动行动"))
    ]
    tasks = []
    for order, (action, title) in enumerate(
        ((actions[0], "整顿后进村党组织"), (actions[0], "开展轮训"), (actions[1], "壮大村集体经济"))
    ):
        start = text.index(title)
        tasks.append(
            Task.objects.create(
                campaign=campaign, action=action, title=f"{mark}{title}", detail=f"{mark}{title}。", order=order, ordinal=f"{order + 1}.",
                span_start=start, span_end=text.index("\n", start),
            )
        )  # fmt: skip
    carry = [
        (tasks[0], units.office, None, CarrierRole.LEAD), (tasks[0], None, cast.extra.carrier_group, CarrierRole.RESPONSIBLE),
        (tasks[0], units.finance, None, CarrierRole.SUPPORT), (tasks[0], units.ford, None, CarrierRole.SUPPORT),
        (tasks[1], units.finance, None, CarrierRole.RESPONSIBLE), (tasks[2], units.farming, None, CarrierRole.RESPONSIBLE),
    ]  # fmt: skip
    for order, (task, unit, group, role) in enumerate(carry):
        Carrier.objects.create(task=task, written=(unit or group).name, role=role, order=order, unit=unit, group=group)
    SubItem.objects.create(task=tasks[0], title=f"{mark}逐村制定方案", order=0, ordinal="（1）")
    TaskDate.objects.create(
        task=tasks[0], kind=TaskDate.Kind.DUE, words=f"{mark}年底前", ends_on=datetime.date(2026, 12, 31)
    )
    Cadence.objects.create(task=tasks[1], every=Cadence.Every.QUARTER, words=f"{mark}每季度一次")
    Indicator.objects.create(
        task=tasks[1], name=f"{mark}轮训支部书记", value=200, unit_word="人次", words=f"{mark}不少于200人次"
    )
    phase = Phase.objects.create(
        campaign=campaign,
        name=f"{mark}动员部署",
        order=0,
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2026, 3, 31),
    )
    Carrier.objects.create(
        phase=phase, written=units.office.name, role=CarrierRole.RESPONSIBLE, order=0, unit=units.office
    )
    Safeguard.objects.create(campaign=campaign, title=f"{mark}加强组织领导", text=f"{mark}各级高度重视。", order=0)
    return actions[0], tasks
