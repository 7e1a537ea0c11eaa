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

    def table(self, rows: list[list[str]], merged: set[tuple[int, int]]) -> None:
        """Rows of cell texts; ``merged`` holds (row, column) of cells that repeat the one above them."""
        begin, table = self.length, []
        for r, row in enumerate(rows):
            cells = []
            for c, text in enumerate(row):
                cells.append(Cell(*self._write(text), merged=(r, c) in merged))
                self._write("\t" if c < len(row) - 1 else "\n")
            table.append(tuple(cells))
        if table:
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
