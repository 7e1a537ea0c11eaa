"""`manage.py dispatch`: the loop between the outbox and the broker. Two may run at once."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organizations import dispatching


class Command(BaseCommand):
    help = "Publish due outbox jobs to the broker until told to stop (SIGTERM or SIGINT)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lease", type=int, help="seconds before an unfinished job is published again")
        parser.add_argument("--once", action="store_true", help="publish what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while dispatching.dispatch_once(dispatching.Broker(), lease=options["lease"]):
                pass
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        dispatching.run(stop=stopped.wait, lease=options["lease"])
