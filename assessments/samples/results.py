"""Results for the sample county: last year's, brought in from its paper and final; this year's, computed and not signed."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessments.frozen import frozen
from assessments.models import Assessment, ManualScore, SchemeDraft
from assessments.scheme import Grade, Item, Manual, Missing, Scheme
from assessments.services import assessments, publication, rollup, schemes
from campaigns.models import Campaign
from organizations.models import Account, County, Membership, OutboxJob, Person, Unit, UnitKind
from organizations.roles import Role
from organizations.samples.people import PLAIN_LOGINS
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant

PARTS = (("fort", "组织提升", 30), ("rich", "产业富民", 30), ("able", "能力提升", 25), ("serve", "服务优化", 15))


def add_results(county: County, plan: CountyPlan) -> None:
    """For the sample county only: the others are there to be measured or not to be seen."""
    if plan.facts.code != SAMPLE.code:
        return
    with tenant(county.id):
        office, leader = _acting(county, Role.COUNTY_OFFICE), _acting(county, Role.COUNTY_LEADER)
        campaign = Campaign.objects.exclude(owner__kind=UnitKind.TOWNSHIP).order_by("pk").first()
        if campaign is None:
            return
        _last_year(campaign, plan.today.year - 1, office, leader)
        _villages(plan.today, office)
        made = assessments.create(
            campaign=campaign, year=plan.today.year, level=Assessment.Level.TOWNSHIP, name=f"{plan.today.year}年乡镇年度考核",
            starts_on=campaign.starts_on, ends_on=max(campaign.ends_on, plan.today), groups=[], by=office,
        )  # fmt: skip
        _in_force(made, campaign.starts_on, office)
        _compute(made, plan.today, office)


def _villages(today: date, office) -> None:
    """Of the campaign that a township runs with its villages: what their first secretaries' year comes from."""
    campaign = Campaign.objects.filter(owner__kind=UnitKind.TOWNSHIP, state=Campaign.State.PUBLISHED).first()
    if campaign is None:
        return
    made = assessments.create(
        campaign=campaign, year=today.year, level=Assessment.Level.VILLAGE, name=f"{today.year}年村级年度考核（{campaign.owner.short_name or campaign.owner.name}）",
        starts_on=campaign.starts_on, ends_on=max(campaign.ends_on, today), groups=[], by=office,
    )  # fmt: skip
    _in_force(made, campaign.starts_on, office)
    _compute(made, today, office)


def _last_year(campaign: Campaign, year: int, office, leader) -> None:
    """Every mark was on last year's paper; the system was not there yet to work any of them out."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    made = assessments.create(
        campaign=campaign, year=year, level=Assessment.Level.TOWNSHIP, name=f"{year}年乡镇年度考核（补录）", starts_on=first,
        ends_on=last, groups=[], by=office,
    )  # fmt: skip
    items = tuple(
        Item(
            key,
            name,
            Decimal(points),
            items=(Item(f"{key}.paper", "上年通报得分", Decimal(points), Manual(), missing=Missing.AWAITS),),
        )
        for key, name, points in PARTS
    )
    grades = (
        Grade("best", "优秀", Decimal(90), Decimal("0.3")),
        Grade("good", "良好", Decimal(80)),
        Grade("fair", "一般", Decimal(0)),
    )
    scheme = Scheme(made.name, "1", base=items, grades=grades, ties=("fort", "rich"))
    SchemeDraft.objects.filter(assessment=made).update(
        body=frozen(scheme), sources={f"{key}.paper": {} for key, *_rest in PARTS}
    )
    _in_force(made, first, office)
    random = Random(f"results {year}")  # noqa: S311  marks, not secrets
    units = Unit.objects.filter(kind=UnitKind.TOWNSHIP).valid_on(last)
    ManualScore.objects.bulk_create(
        [
            ManualScore(
                assessment=made, unit=unit, key=f"{key}.paper", points=(Decimal(points) * random.randint(78, 99) / 100).quantize(Decimal("0.1")),
                reason=f"按{year}年度考核通报补录", made_by=office.acting_person,
            )
            for unit in units
            for key, _name, points in PARTS
        ]
    )  # fmt: skip
    _compute(made, last, office)
    made.refresh_from_db()
    day = last + timedelta(days=10)
    made = publication.send_to_review(assessment=made, version=made.version, by=office, on=day)
    paper = f"岚组公示〔{year + 1}〕1号"
    made = publication.give_notice(
        assessment=made, until=day + timedelta(days=5), document_number=paper, version=made.version, by=leader, on=day
    )
    publication.make_final(
        assessment=made,
        document_number=f"岚办发〔{year + 1}〕2号",
        version=made.version,
        by=leader,
        on=day + timedelta(days=6),
    )


def _in_force(assessment: Assessment, day: date, office) -> None:
    draft = SchemeDraft.objects.get(assessment=assessment)
    schemes.put_in_force(
        assessment=assessment,
        valid_from=day,
        reason="",
        document_number="岚组发〔2026〕11号",
        version=draft.version,
        by=office,
    )


def _compute(assessment: Assessment, on: date, office) -> None:
    run = rollup.ask_run(assessment=assessment, on=on, by=office)
    rollup.perform_all(run_id=run.pk)
    OutboxJob.objects.filter(kind="freeze_rollup", payload__run_id=run.pk).delete()  # done here


def _acting(county: County, role: Role) -> Any:
    account: Any = Account.objects.get(county=county, login_name=PLAIN_LOGINS[role])
    account.membership = Membership.objects.filter(account=account).select_related("unit").first()
    account.acting_person = Person.objects.filter(account=account).select_related("unit").first()
    return account
