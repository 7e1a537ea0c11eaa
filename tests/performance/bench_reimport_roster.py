"""The same roster once more with five rows in a hundred changed. ``run.py bench reimport_roster``. See `roster_bench`."""

from tests.performance.roster_bench import ROWS, measure


def run(rows: int = ROWS) -> dict:
    return measure("reimport_roster", rows, again=True)
