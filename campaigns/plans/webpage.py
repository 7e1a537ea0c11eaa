"""Pasted HTML: text by blocks, tables with merged cells, ordered lists with their numbers. Scripts are never run."""

import re
from html.parser import HTMLParser

from campaigns.plans.source import GridCell, SourceBuilder

_LOOKS = re.compile(r"</(?:p|div|td|tr|table|html|body|span|li|h[1-6])\s*>|<br\s*/?>|<p[\s>]", re.IGNORECASE)
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article", "ul", "ol", "dd", "dt", "title", "blockquote"}
_SKIPPED = {"script", "style", "noscript", "template", "svg", "select", "button", "nav"}
_MOST_SPAN = 60


def is_html(text: str) -> bool:
    """Has tags that only markup has."""
    return "<" in text and len(_LOOKS.findall(text[:20_000])) >= 2


def read_html(text: str) -> SourceBuilder:
    """The visible text of a page or of a piece of one."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    return page.builder


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = SourceBuilder()
        self._line: list[str] = []
        self._heading: int | None = None
        self._skipping = 0
        self._depth = 0  # tables inside tables are read as text of the outer cell
        self._rows: list[list[GridCell]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, int] = {}  # column -> rows that a cell still reaches down
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "br":
            self._write("\n")
        elif tag == "table":
            self._open_table()
        elif tag == "tr" and self._depth == 1:
            self._close_cell()
            self._rows.append([])
        elif tag in ("td", "th") and self._depth == 1:
            self._close_cell()
            self._cell = []
            self._span = (_whole(values.get("colspan")), _whole(values.get("rowspan")))
        elif tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        if tag in _BLOCKS:
            self._break()
        if tag == "li" and self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            self._write(f"{self._lists[-1]}.")
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._close_cell()
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._close_table()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self._break()
            self._heading = None

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._write(re.sub(r"[\r\n\t ]+", " ", data))

    def flush(self) -> None:
        if self._depth:
            self._depth = 0
            self._close_table()
        self._break()

    def _write(self, text: str) -> None:
        (self._line if self._cell is None else self._cell).append(text)

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append("\n")
            return
        for line in "".join(self._line).split("\n"):
            if line.strip():
                self.builder.paragraph(line.strip(), self._heading)
        self._line = []

    def _open_table(self) -> None:
        if not self._depth:
            self._break()
            self._rows, self._hanging = [], {}
        self._depth += 1

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        text = re.sub(r"\s*\n\s*", "\n", "".join(self._cell)).strip()
        self._cell = None
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        self._hang(row)
        column = sum(cell.across for cell in row)
        row.append(GridCell(text, self._span[0]))
        if self._span[1] > 1:
            self._hanging |= {column + k: len(self._rows) + self._span[1] - 1 for k in range(self._span[0])}

    def _hang(self, row: list[GridCell]) -> None:
        """Cells of the rows above that reach down to this place."""
        while self._hanging.get(column := sum(cell.across for cell in row), 0) >= len(self._rows) and len(self._rows) > 1 and column < _MOST_SPAN:
            row.append(GridCell("", continues=True))

    def _close_table(self) -> None:
        self._close_cell()
        rows = [row for row in self._rows if row]
        for row in rows:
            self._hang_last(row)
        self._rows = []
        if rows:
            self.builder.table(rows)

    def _hang_last(self, row: list[GridCell]) -> None:
        """A cell that reaches down at the right edge has nothing after it that would place it."""
        return


def _whole(value: str | None) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value and value.isdigit() else 1
