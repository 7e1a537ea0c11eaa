"""Writes a .csv: UTF-8 with its mark, so that Excel reads Chinese, and no cell that Excel would run."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from organizations.exports.cells import number_words, value_words
from organizations.exports.tables import ExportColumn, ExportTable

# The signs that start a formula, also in full width; TAB and CR are cut off by some programs before they look.
LIVE = tuple("=+-@＝＋－＠")


def write_delimited(out: BinaryIO, table: ExportTable, rows: Iterable[Any]) -> int:
    """The table with these rows, without the lines above and below; how many rows there were."""
    columns = table.numbered_columns()
    out.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless("/".join(column.path)) for column in columns])
    number = 0
    for number, row in enumerate(rows, 1):
        writer.writerow([number if column.kind == "seq" else _word(column, column.value(row)) for column in columns])
    text.detach()  # the stream stays the caller's
    return number


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a program might take it for a formula."""
    start = text.lstrip()
    return f"'{text}" if text.startswith(("\t", "\r")) or start.startswith(LIVE) else text


def _word(column: ExportColumn, value: Any) -> str:
    if value is None:
        return ""
    shown = number_words(value) if column.kind == "number" else None
    if shown is not None or isinstance(value, date):
        return shown if shown is not None else value_words(value)
    return harmless(value_words(value))
