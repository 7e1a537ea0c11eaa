"""`manage.py create_county 530901 岚溪县 --admin-name …`: the platform operator's way to let a county in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organizations.forms.accounts import clean_login_name
from organizations.services.counties import found_county


class Command(BaseCommand):
    help = (
        "Makes a county with its office and first system administrator, and prints the one-time password. "
        "Needs the owner of the database: CAMPAIGN_DB_ROLE=owner."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="six digits, GB/T 2260")
        parser.add_argument("name", help="the county's name, as people type it at log-in")
        parser.add_argument(
            "--department", default="", help="name of the department in charge; default: <name>委组织部"
        )
        parser.add_argument("--admin-login", default="admin", help="log-in name of the first system administrator")
        parser.add_argument("--admin-name", required=True, help="the person's name")

    def handle(self, *args, code, name, department, admin_login, admin_name, **options):
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("Counties are made by the owner of the database: set CAMPAIGN_DB_ROLE=owner.")
        now = timezone.now()
        try:
            account, one_time_code = found_county(
                code=code,
                name=name,
                department_name=department or f"{name}委组织部",
                login_name=clean_login_name(admin_login),
                person_name=admin_name,
                by=None,
                on=timezone.localdate(now),
                now=now,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{name} ({code})")
        self.stdout.write(f"log-in name: {account.login_name}")
        self.stdout.write(f"one-time password, shown only now, good for 7 days: {one_time_code}")
