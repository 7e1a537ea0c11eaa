"""10,000 rows of 20 columns, in by the safe path. ``run.py bench import_roster``. See `roster_bench`."""

from tests.performance.roster_bench import ROWS, measure


def run(rows: int = ROWS) -> dict:
    return measure("import_roster", rows, again=False)
