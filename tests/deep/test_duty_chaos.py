"""Duties and reminders through kills, doubled beats and three days without a beat: each duty once, each digest at most once
a day, none lost."""

import random
import signal
import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from campaigns.models import Action, Assignment, Cadence, Campaign, Duty, Reminder, Task
from campaigns.selectors.duty_facts import duty_facts
from organizations.models import Account, Membership, Message, OutboxJob, Robot, Unit
from organizations.roles import Role
from organizations.services import clock, outbox
from organizations.tenancy.context import tenant
from organizations.working_time import COUNTY_TIME
from tests.cast import STARTED
from tests.crowd_of_duties import townships
from tests.nets.expectations import first_role
from tests.nets.walking import address
from tests.processes import Crew, own_broker, wait_until
from tests.registry import PAGES

pytestmark = [pytest.mark.deep, pytest.mark.servers]
commits = pytest.mark.django_db(transaction=True)

CAMPAIGNS, UNITS = 12, 6
# A Tuesday on which June's reports fall due; beat is down from Wednesday to Friday; Saturday is no working day.
TUESDAY, SATURDAY, MONDAY = date(2026, 6, 30), date(2026, 7, 4), date(2026, 7, 6)
AHEAD = timedelta(days=7)


@pytest.fixture
def broker():
    with own_broker() as (place, process):
        process.address = place
        yield process


@pytest.fixture
def crew(process_environment, broker, tmp_path, settings):
    from tests.deep.settings import OUTBOX_HANDLERS

    settings.OUTBOX_HANDLERS = OUTBOX_HANDLERS
    more = {"REDIS_URL": broker.address, "DJANGO_SETTINGS_MODULE": "tests.deep.settings"}
    crew = Crew(process_environment | more, tmp_path)
    yield crew
    crew.dismiss()


@pytest.fixture
def counties(both):
    """Two counties, each with campaigns that run by the month and by the week, and townships with one account each."""
    for cast in both:
        with tenant(cast.county.id):
            Robot.objects.all().delete()
            cast.chaos = _fill(cast)
            OutboxJob.objects.all().delete()
    return both


def _fill(cast) -> list[Campaign]:
    units = townships(cast.units.root, UNITS)
    accounts = Account.objects.bulk_create(
        [Account(county=cast.county, login_name=f"chaos{n}", password="!") for n in range(UNITS)]
    )
    Membership.objects.bulk_create(
        [
            Membership(account=account, unit=unit, role=Role.TOWNSHIP_LEAD, valid_from=STARTED)
            for account, unit in zip(accounts, units, strict=True)
        ]
    )
    made = []
    for number in range(CAMPAIGNS):
        campaign = Campaign.objects.create(
            slug=f"chaos-{number}", name=f"第{number}项行动", owner=cast.units.office, year=2026, starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31), state="published",
        )  # fmt: skip
        action = Action.objects.create(campaign=campaign, name="行动", order=0)
        for place, every in enumerate(("month", "week"), 1):
            task = Task.objects.create(
                campaign=campaign, action=action, title=f"任务{place}", order=place, number=place
            )
            Cadence.objects.create(task=task, every=every)
            Assignment.objects.bulk_create(
                [
                    Assignment(task=task, unit=unit, role="responsible", since=date(2026, 1, 1), order=n)
                    for n, unit in enumerate(units)
                ]
            )
        made.append(campaign)
    return made


def beat(day: date, hours=range(9, 18)) -> None:
    """Every tick of the day twice, as two beats would."""
    for hour in hours:
        moment = datetime(day.year, day.month, day.day, hour, 5, tzinfo=COUNTY_TIME)
        for _time in range(2):
            clock.put_down(kind="open_county_duties", period="day", catch_up=1, now=moment)
            clock.put_down(kind="remind_county", period="hour", catch_up=1, now=moment)


def changes(counties, chance: random.Random, day: date, marks: int) -> None:
    """Every campaign is changed so many times on the day; each change asks for its duties, and is pressed twice."""
    asked = [(cast, campaign, mark) for cast in counties for campaign in cast.chaos for mark in range(marks)] * 2
    chance.shuffle(asked)
    for cast, campaign, mark in asked:
        with tenant(cast.county.id):
            outbox.enqueue(
                kind="open_campaign_duties", key=f"duties:{campaign.public_id}:{day}:{mark}",
                payload={"campaign_id": campaign.pk, "day": day.isoformat()},
            )  # fmt: skip


def states(counties) -> Counter:
    found: Counter = Counter()
    for cast in counties:
        with tenant(cast.county.id):
            found += Counter(OutboxJob.objects.values_list("state", flat=True))
    return found


def through(counties, crew, chance: random.Random) -> None:
    """All jobs, while the worker is killed three times at moments that the seed names."""
    worker, begun = crew.worker(), states(counties)
    for part in sorted(chance.uniform(0.05, 0.8) for _kill in range(3)):
        # The daily job puts down further ones, so the share is of what is known now.
        goal = begun["done"] + part * begun["pending"]
        wait_until(
            lambda goal=goal: states(counties)["done"] >= goal,
            seconds=180,
            what=lambda: (states(counties), crew.logs()),
        )
        worker.kill()
        worker = crew.worker()
    _end(counties, crew)
    worker.stop()


def _end(counties, crew) -> None:
    wait_until(lambda: set(states(counties)) == {"done"}, seconds=300, what=lambda: (states(counties), crew.logs()))


def assert_duties(cast, on: date) -> None:
    """What the plan asks for by the day, each once: by the rule for one share, and the months counted by hand."""
    for campaign in cast.chaos:
        facts = duty_facts(campaign=campaign, on=on)
        wanted = Counter(
            (share.pk, key)
            for share in facts.shares
            for key, duty in facts.wanted_of(share).items()
            if duty.starts_on <= on + AHEAD
        )
        found = Counter(Duty.objects.filter(campaign=campaign).values_list("assignment_id", "period_key"))
        assert found == wanted
        months = Counter(key for _share, key in found if key.startswith("month:"))
        assert months == dict.fromkeys((f"month:2026-{month:02d}" for month in range(1, 8)), UNITS)


def assert_digests(cast, day: date, units: set[int]) -> None:
    reminded = Counter(Reminder.objects.filter(day=day, unit__code__startswith="T").values_list("unit_id", flat=True))
    assert reminded == dict.fromkeys(units, 1)
    told = Counter(
        Message.objects.filter(notice__sender__isnull=True, notice__delivered_at__date=day).values_list(
            "account_id", flat=True
        )
    )
    assert set(told.values()) <= {1}, "nobody hears twice a day"
    own = dict(Membership.objects.filter(unit__code__startswith="T").values_list("unit_id", "account_id"))
    assert {own[unit] for unit in units} <= set(told), "every unit's person heard of it"


@commits
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_duty_once_and_every_digest_at_most_once_a_day(counties, crew, seed, record_property):
    chance, began = random.Random(seed), time.monotonic()  # noqa: S311
    crew.dispatcher(lease=10)
    crew.dispatcher(lease=10)
    changes(counties, chance, TUESDAY, 7)
    beat(TUESDAY, range(9, 17))
    through(counties, crew, chance)
    beat(TUESDAY, [17])  # what an early digest met half opened, a later one of the same day must not tell again
    worker = crew.worker()
    _end(counties, crew)
    worker.stop()
    quiet: dict[int, int] = {}
    for cast in counties:
        with tenant(cast.county.id):
            units = set(Unit.objects.filter(code__startswith="T").values_list("pk", flat=True))
            assert_duties(cast, TUESDAY)
            assert_digests(cast, TUESDAY, units)
            # One township files everything while beat is down, and is left alone from then on.
            quiet[cast.county.id] = chance.choice(sorted(units))
            owed = Duty.objects.filter(unit=quiet[cast.county.id], state="open", due_on__lte=MONDAY + AHEAD)
            owed.update(state="filed", filed_on=TUESDAY + timedelta(days=1))
    changes(counties, chance, SATURDAY, 5)
    beat(SATURDAY)
    beat(MONDAY)
    through(counties, crew, chance)
    many = 0
    for cast in counties:
        with tenant(cast.county.id):
            units = set(Unit.objects.filter(code__startswith="T").values_list("pk", flat=True))
            assert_duties(cast, MONDAY)
            assert_digests(cast, SATURDAY, set())
            assert_digests(cast, MONDAY, units - {quiet[cast.county.id]})
            assert not Reminder.objects.filter(day__gt=TUESDAY, day__lt=MONDAY).exists(), "nothing is made up at night"
            many += OutboxJob.objects.filter(
                kind__in=("open_campaign_duties", "open_county_duties", "remind_county")
            ).count()
    assert many >= 400
    record_property("jobs", many)
    print(f"seed {seed}: {many} jobs in {time.monotonic() - began:.0f} s")


@pytest.mark.django_db
def test_no_posting_page_feels_a_frozen_broker(broker, county_a, as_role, settings):
    """Every page that takes a POST, by the first role that may; each answer within a second while nothing answers there."""
    from celery import current_app
    from django.db import transaction

    # Asked before the setting changes: Celery reads the settings at the first question only.
    former = current_app.conf.broker_url
    settings.CELERY_BROKER_URL = broker.address
    current_app.conf.broker_url = broker.address
    broker.signal(signal.SIGSTOP)
    slow, slowest, many = {}, ("", 0.0), 0
    try:
        for page in PAGES:
            if page.form is None:
                continue
            browser = as_role(page.owner or first_role(page, county_a).value)
            browser.get("/")  # imports and templates are no broker's fault
            mark = transaction.savepoint()
            began = time.perf_counter()
            status = browser.post(address(page, county_a), page.form(county_a)).status_code
            seconds = time.perf_counter() - began
            transaction.savepoint_rollback(mark)
            assert status < 500, page.name
            many += 1
            slowest = max(slowest, (page.name, seconds), key=lambda one: one[1])
            if seconds >= 1:
                slow[page.name] = round(seconds, 2)
    finally:
        broker.signal(signal.SIGCONT)
        current_app.conf.broker_url = former
    print(f"{many} posting pages, the slowest {slowest[0]} {slowest[1]:.2f} s")
    assert many > 100
    assert not slow
