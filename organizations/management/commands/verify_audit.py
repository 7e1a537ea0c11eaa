"""`manage.py verify_audit`: is every county's trail whole? Ends with 1 when one is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.models import County
from organizations.services.audit_anchors import check_county
from organizations.tenancy.context import tenant


class Command(BaseCommand):
    help = "Recompute the audit chains and compare them with the anchored heads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", help="six-digit code; without it all counties")

    def handle(self, *args: Any, county: str | None = None, **options: Any) -> None:
        counties = list(County.objects.filter(**({"code": county} if county else {})).order_by("code"))
        if not counties:
            raise CommandError("There is no such county.")
        broken = 0
        for row in counties:
            with tenant(row.pk):
                report = check_county()
            self.stdout.write(
                f"{row.code}: {report.entries} entries, {report.anchors} anchors, "
                f"{'sound' if report.sound else f'{len(report.findings)} findings'}"
            )
            for finding in report.findings:
                self.stdout.write(f"  entry {finding.seq}: {finding.kind.value}")
            broken += not report.sound
        if broken:
            raise CommandError(f"The trail of {broken} of {len(counties)} counties is not what was written.")
