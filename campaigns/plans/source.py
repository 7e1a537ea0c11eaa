"""The text that was given, cut into blocks. Every place that the reader names is an offset into ``Source.text``."""

from dataclasses import dataclass, field
from functools import cached_property

from campaigns.plans import lexer


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; ``merged`` means that it only repeats the cell above it."""

    start: int
    end: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``rows`` empty) or a table. ``heading`` is Word's heading level, 1 for the highest, or None."""

    start: int
    end: int
    heading: int | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class Source:
    """``text`` with its blocks in reading order; ``notes`` are sentences for the user about what was left out."""

    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    name: str = ""

    @cached_property
    def folded(self) -> str:
        return lexer.fold(self.text)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as a file has it: ``across`` columns wide; ``continues`` the cell above it."""

    text: str
    across: int = 1
    continues: bool = False


@dataclass
class SourceBuilder:
    """Collects paragraphs and tables in order and keeps count of the offsets."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    length: int = 0

    def _write(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def paragraph(self, text: str, heading: int | None = None) -> None:
        """One line; a line without a visible character still ends the paragraph before it."""
        start, end = self._write(text)
        self._write("\n")
        if text.strip():
            self.blocks.append(Block(start, end, heading))

    def table(self, rows: list[list["GridCell"]]) -> None:
        """Rows as the file has them. A cell over several columns is written once and stands in each of them."""
        if max((sum(cell.across for cell in row) for row in rows), default=0) <= 1:
            for row in rows:  # a frame around text is no table
                for line in "".join(cell.text for cell in row).split("\n"):
                    self.paragraph(line)
            return
        begin, table, above = self.length, [], ()
        for row in rows:
            cells: list[Cell] = []
            for grid in row:
                over = above[len(cells)] if grid.continues and len(cells) < len(above) else None
                cell = Cell(over.start, over.end, merged=True) if over else Cell(*self._write(grid.text))
                cells += [cell] * grid.across
                self._write("\t")
            self._write("\n")
            above = tuple(cells)
            table.append(above)
        self.blocks.append(Block(begin, self.length - 1, rows=tuple(table)))

    def build(self, name: str = "") -> Source:
        return Source("".join(self.parts), tuple(self.blocks), tuple(dict.fromkeys(self.notes)), name)


def from_text(text: str, name: str = "") -> Source:
    """A source of one paragraph a line. Line ends become ``\\n``; characters without width are dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0b", "\n")
    text = text.translate(dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\x00\x0c")))
    builder = SourceBuilder()
    for line in text.split("\n"):
        builder.paragraph(line)
    return builder.build(name)
