"""`manage.py revive_jobs`: dead outbox jobs get a new set of tries, once their cause is repaired."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organizations.models import County
from organizations.services import outbox
from organizations.tenancy.context import tenant


class Command(BaseCommand):
    help = "Give dead outbox jobs a new set of tries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", help="six-digit code; without it all counties")

    def handle(self, *args: Any, county: str | None = None, **options: Any) -> None:
        counties = County.objects.filter(**({"code": county} if county else {})).order_by("code")
        for row in counties:
            with tenant(row.pk):
                revived = outbox.revive(by=None)
            self.stdout.write(f"{row.code}: {revived}")
