"""`manage.py sample_data`: the invented county of the trial, the canary county, and more counties for measurements."""

import datetime
import unicodedata

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from organizations.models import County
from organizations.roles import Role
from organizations.samples.plan import (
    CANARY_COUNTY,
    MOST_COUNTIES,
    PASSWORD,
    SAMPLE,
    CountyFacts,
    CountyPlan,
    counties,
    plan_county,
    shown_accounts,
)
from organizations.samples.write import fill_county

HEADINGS = ("角色", "县代码", "账号", "姓名", "单位")


class Command(BaseCommand):
    help = "Fill the invented counties of the trial. A county that has units already is left as it is."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=datetime.date.fromisoformat, help="the day the dates are relative to")
        parser.add_argument("--counties", type=int, default=0, metavar="N", help="N more counties, for measurements")
        parser.add_argument("--accounts", action="store_true", help="only print the accounts again")

    def handle(self, *, today=None, counties: int = 0, accounts: bool = False, **options):
        today = today or timezone.localdate()
        if not 0 <= counties <= MOST_COUNTIES:
            raise CommandError(f"--counties takes a number from 0 to {MOST_COUNTIES}.")
        if not accounts:
            self._fill(today, counties)
        self._print_accounts(today)

    def _fill(self, today: datetime.date, more: int) -> None:
        password_hash = make_password(PASSWORD)  # once for all: Argon2 is slow on purpose
        for facts in counties(more):
            county = County.objects.filter(code=facts.code).first() or _make(facts)
            plan = plan_county(facts, today=today)
            done = _fill_whole(county, plan, password_hash)
            words = "已建立" if done else "已有数据，没有改动"
            self.stdout.write(f"{facts.name}（{facts.code}）：{words}")

    def _print_accounts(self, today: datetime.date) -> None:
        rows = [HEADINGS]
        for facts in (SAMPLE, CANARY_COUNTY):
            plan = plan_county(facts, today=today)
            names = {unit.code: unit.name for unit in plan.units}
            for role, person in shown_accounts(plan):
                hint = "（首次登录须改密码）" if person.must_change_password else ""
                rows.append(
                    (str(Role(role).label) + hint, facts.code, person.login, person.name, names[person.seats[0][1]])
                )
        widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
        self.stdout.write("")
        for row in rows:
            cells = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(f"\n密码都是 {PASSWORD}。只用于试用，不要录入真实数据。")


def _fill_whole(county: County, plan: CountyPlan, password_hash: str) -> bool:
    """This floor and, named in settings.SAMPLE_SOURCES, the higher ones: all of a county or nothing."""
    with transaction.atomic():
        done = fill_county(county=county, plan=plan, password_hash=password_hash)
        for path in settings.SAMPLE_SOURCES if done else []:
            import_string(path)(county, plan)
    return done


def _make(facts: CountyFacts) -> County:
    """Refused by the database for the application's role: counties are made by the owner (CAMPAIGN_DB_ROLE=owner)."""
    return County.objects.create(code=facts.code, name=facts.name, department_name=facts.department_name)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
