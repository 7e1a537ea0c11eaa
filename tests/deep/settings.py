"""The tests' settings with one more kind of job, whose effect would show if it were done twice."""

from config.settings.test import *  # noqa: F403
from config.settings.test import OUTBOX_HANDLERS as HANDLERS

OUTBOX_HANDLERS = {**HANDLERS, "count": "tests.deep.effects.count", "poison": "tests.deep.effects.poison"}
