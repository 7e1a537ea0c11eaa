"""The tests' settings with jobs whose effect would show if it were done twice, and with days that pass in seconds."""

from config.settings.test import *  # noqa: F403
from config.settings.test import OUTBOX_HANDLERS as HANDLERS

ROLLUP_SLICE = 5  # many jobs for a small county
OUTBOX_HANDLERS = {
    **HANDLERS,
    "count": "tests.deep.effects.count",
    "poison": "tests.deep.effects.poison",
    # The product reads the worker's clock; here the hour that beat named is the clock, so that days pass in seconds.
    "remind_county": "tests.deep.effects.remind_in_hour",
}
