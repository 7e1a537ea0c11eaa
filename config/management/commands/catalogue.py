"""Take new interface strings into the English catalogue and compile it; say what is not translated yet."""

from django.core.management.base import BaseCommand

from config import catalogue


class Command(BaseCommand):
    help = "Updates locale/en from code and templates, and compiles it."
    requires_system_checks = ()

    def handle(self, *args, **options):
        root = catalogue.root()
        strings = catalogue.update(root)
        catalogue.save(root, strings)
        open_ones = catalogue.missing(strings)
        for msgid in open_ones:
            self.stdout.write(f"  {msgid!r}")
        self.stdout.write(f"{len(strings)} strings, {len(open_ones)} without English.")
