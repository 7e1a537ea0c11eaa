"""What a table that leaves the system looks like: its lines above and below, its columns, its heading of one to three rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

MOST_HEADING_ROWS = 3


@dataclass(frozen=True)
class ExportColumn:
    """`heading`: one word, or the words from top to bottom; equal words side by side are merged.

    `kind` is text, number or date; `decimals` fixes how many are printed. `value` takes it from a row.
    """

    heading: str | tuple[str, ...]
    value: Callable[[Any], Any]
    kind: str = "text"
    width: float = 12
    decimals: int | None = None

    @property
    def path(self) -> tuple[str, ...]:
        return (self.heading,) if isinstance(self.heading, str) else self.heading


@dataclass(frozen=True)
class ExportTable:
    """A form of the county: title, date line at the left and unit line at the right above the heading, notes below."""

    title: str
    columns: Sequence[ExportColumn]
    unit_line: str = ""
    date_line: str = ""
    made_line: str = ""  # who took it out, when, and by which filter; the service fills it in
    footer: Sequence[str] = ()
    is_numbered: bool = True  # with a column 序号 in front
    is_landscape: bool = True

    def numbered_columns(self) -> list[ExportColumn]:
        return [*([ExportColumn("序号", _no_value, "seq", 6)] if self.is_numbered else []), *self.columns]

    def with_made_line(self, words: str) -> "ExportTable":
        return replace(self, made_line=words)


def _no_value(row: Any) -> None:
    """The writers count."""


def heading_grid(columns: Sequence[ExportColumn]) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The rows of the heading with each word once, and what is merged: first row, first column, last row, last column."""
    paths = [column.path for column in columns]
    depth = max(len(path) for path in paths)
    if depth > MOST_HEADING_ROWS:
        raise ValueError(f"A heading of {depth} rows: {MOST_HEADING_ROWS} are the most that forms use.")
    grid = [[""] * len(paths) for _row in range(depth)]
    merges = []
    for level in range(depth):
        start = 0
        while start < len(paths):
            path, end = paths[start], start
            if len(path) > level:
                grid[level][start] = path[level]
            if len(path) == level + 1 and level + 1 < depth:
                merges.append((level, start, depth - 1, start))
            elif len(path) > level + 1:
                while (
                    end + 1 < len(paths)
                    and len(paths[end + 1]) > level + 1
                    and paths[end + 1][: level + 1] == path[: level + 1]
                ):
                    end += 1
                if end > start:
                    merges.append((level, start, level, end))
            start = end + 1
    return grid, merges
