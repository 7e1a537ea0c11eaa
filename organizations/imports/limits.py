"""What an uploaded table may be at most, and the refusal that says what to do instead.

The figures are measured ones: a 2 KB workbook can ask for 550 GB, and a 0.5 MB one unpack to a single 500 MB cell.
"""

MOST_BYTES = 10 * 1024 * 1024
MOST_MEMBERS = 500
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024  # small members may compress well without harm
MOST_ROWS = 10_000
ROWS_AROUND = 60  # titles, headings, notes and totals around the rows
MOST_COLUMNS = 60
MOST_SHEETS = 30
LONGEST_CELL = 4_000


class Refused(ValueError):
    """The file is not read. ``str(error)`` is the sentence for the user."""
