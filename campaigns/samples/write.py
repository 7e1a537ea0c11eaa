"""Two running campaigns for the sample county, made as people make them: read, taken in, drafted, answered, published."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Indicator, Task
from campaigns.plans import plan_as_json, read_plan
from campaigns.samples import county_plan, township_plan
from campaigns.samples.history import History
from campaigns.samples.incidents import add_incidents
from campaigns.samples.months import months_back, moved, moved_text
from campaigns.services import drafting, plans, publishing
from organizations.models import Account, County, Membership, Person, Unit, UnitKind, WorkingGroup
from organizations.roles import Role
from organizations.samples.people import PLAIN_LOGINS
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant

VILLAGES = 6
MonthDay = tuple[int, int]


def add_campaigns(county: County, plan: CountyPlan) -> None:
    """For the sample county only: the others are there to be measured or not to be seen."""
    if plan.facts.code != SAMPLE.code:
        return
    with tenant(county.id):
        office = _acting(county, Role.COUNTY_OFFICE, plan.today)
        lead = _acting(county, Role.TOWNSHIP_LEAD, plan.today)
        back = months_back(plan.today)
        # Read on the day of the plan, so that the units are those of that day.
        campaign = _campaign(
            text=county_plan.TEXT, number="岚办发〔{year}〕3号", owner=office.membership.unit, by=office,
            span=((2, 1), (12, 25)), back=back, on=plan.today,
        )  # fmt: skip
        group = WorkingGroup.objects.filter(kind=WorkingGroup.Kind.LEADING_GROUP).first()
        Campaign.objects.filter(pk=campaign.pk).update(leading_group=group)
        _live(campaign, office, plan.today)
        town = _campaign(
            text=_township_text(lead.membership.unit, plan.today), number="", owner=lead.membership.unit, by=lead,
            span=((2, 20), (12, 20)), back=back, on=plan.today,
        )  # fmt: skip
        _live(town, lead, plan.today)


def _campaign(
    *, text: str, owner: Unit, by, number: str, span: tuple[MonthDay, MonthDay], back: int, on: date
) -> Campaign:
    starts, ends = (moved(on.year, month, day, back) for month, day in span)
    text = moved_text(text, on.year, back).replace("{year}", str(starts.year))
    number, published = number.replace("{year}", str(starts.year)), min(starts, on)
    plan = plans.take_in(reading=plan_as_json(read_plan(text)), owner=owner, file_name="实施方案.txt", by=by)
    campaign = drafting.draft_campaign(plan=plan, by=by, on=on)
    # What staff would set in the wizard: a campaign is not called a plan, and villages side by side have no lead.
    Campaign.objects.filter(pk=campaign.pk).update(
        name=campaign.name.removesuffix("实施方案"), starts_on=starts, ends_on=ends, document_number=number,
        first_is_lead=owner.kind != UnitKind.TOWNSHIP,
    )  # fmt: skip
    campaign.refresh_from_db()
    for question in plan.questions.all():
        plans.answer_question(question=question, answer=(question.readings or ["按方案办理"])[0], by=by)
    if owner.kind != UnitKind.TOWNSHIP:
        _add_income_goal(campaign)
    publishing.publish(campaign=campaign, by=by, on=published)
    at = timezone.make_aware(datetime.combine(published, time(9)))
    Campaign.objects.filter(pk=campaign.pk).update(published_at=at)
    campaign.refresh_from_db()
    return campaign


def _add_income_goal(campaign: Campaign) -> None:
    """What staff add in the wizard: a goal whose figure the register of incomes holds, so that nobody files it."""
    task = Task.objects.filter(campaign=campaign, title__contains=county_plan.INCOME_TASK).get()
    Indicator.objects.create(
        task=task, name="集体经济收入5万元以上的村占比", level=Indicator.Level.TOWNSHIP, value=80, unit_word="%",
        aggregation=Indicator.Aggregation.SHARE, cumulative=False, held_by="villages.income_share",
        held_with={"threshold": "50000"}, order=90,
    )  # fmt: skip


def _live(campaign: Campaign, reviewer, on: date) -> None:
    """The months from publishing to the day of the sample."""
    history = History(campaign, on, reviewer.acting_person)
    history.write()
    add_incidents(history)


def _township_text(township: Unit, on: date) -> str:
    """Carried by villages that somebody can file for; others fill up what is missing."""
    staffed = set(Membership.objects.valid_on(on).filter(role=Role.VILLAGE).values_list("unit", flat=True))
    villages = list(Unit.objects.filter(parent=township).valid_on(on).in_official_order())
    villages.sort(key=lambda village: village.pk not in staffed)
    names = [village.name for village in villages[:VILLAGES]]
    return township_plan.TEXT.format(
        town=township.name, year="{year}", villages="、".join(names), first=names[0], second=names[1]
    )


def _acting(county: County, role: Role, on: date) -> Any:
    """The account with what a request would hang on it."""
    account: Any = Account.objects.get(county=county, login_name=PLAIN_LOGINS[role])
    account.membership = Membership.objects.filter(account=account).valid_on(on).select_related("unit").first()
    account.acting_person = Person.objects.filter(account=account).select_related("unit").first()
    return account
