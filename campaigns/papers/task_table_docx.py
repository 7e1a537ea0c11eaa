"""The task table as a Word paper: an upright page of text, then the table on pages turned sideways.

Nine columns on the 156 mm of an upright page would leave six signs to a line. The standard lets tables lie sideways, so
the table takes the long side of the page and the text in front of it keeps the standard's form.
"""

import re
from typing import Any

from docx.document import Document

from campaigns.papers import gb9704
from campaigns.papers.imprint import Imprint, edition_of, facts_of, scope_of, title_of
from campaigns.papers.rows import Row, Strand, strands_of
from campaigns.papers.texts import chinese_moment, chinese_number, chinese_span, clean
from campaigns.papers.word_table import add_table

# Name and width in mm, together the 225 mm of the turned type area: a day, 县农业农村局 and 每季度一次 fit on one line.
COLUMNS = (
    ("序号", 10), ("任务", 32), ("具体事项", 35), ("牵头单位", 25), ("责任/配合单位", 26), ("完成时限", 28), ("频次", 21),
    ("指标", 24), ("备注", 24),
)  # fmt: skip
CENTRED = frozenset({0, 3, 5, 6})


def build(snapshot: dict[str, Any], imprint: Imprint, only: frozenset[int] | None = None) -> bytes:
    """The document's bytes; `only` narrows to these task numbers."""
    strands = strands_of(snapshot, only)
    document = gb9704.new_document(clean(title_of(snapshot)), imprint.made_at)
    _say(document, title_of(snapshot), "Title")
    _say(document, f"（{edition_of(imprint)}）", gb9704.SUBTITLE)
    _say(document, "", gb9704.BODY)
    if snapshot.get("basis"):
        _say(document, f"依据：{'；'.join(snapshot['basis'].split())}。".replace("。。", "。"), gb9704.BODY)
    for fact in facts_of(snapshot):
        _say(document, f"{fact}。", gb9704.BODY)
    _say(document, scope_of(strands, imprint), gb9704.BODY)
    chapter = 0
    if snapshot["phases"]:
        chapter += 1
        _phases(document, chapter, snapshot["phases"])
    gb9704.turn_sideways(document)
    _say(document, f"{chinese_number(chapter + 1)}、任务分解", "Heading 1")
    for strand in strands:
        _strand(document, strand)
    note = f"注：内容取自第{imprint.version}版，{chinese_moment(imprint.exported_at)}由{imprint.exported_by}导出。"
    _say(document, note, gb9704.REMARK)
    return gb9704.to_bytes(document)


def _phases(document: Document, chapter: int, phases: list[dict[str, Any]]) -> None:
    _say(document, f"{chinese_number(chapter)}、阶段安排", "Heading 1")
    for number, phase in enumerate(phases, 1):
        days = chinese_span(phase["starts_on"], phase["ends_on"]) or phase["words"]
        # The plan's heading often holds the days already.
        told = f"（{days}）" if days and not re.search(r"\d\s*月", phase["name"]) else ""
        _say(document, f"（{chinese_number(number)}）{phase['name']}{told}", "Heading 2")
        for line in clean(phase["text"]).split("\n"):
            if line.strip():
                _say(document, line.strip(), gb9704.BODY)


def _strand(document: Document, strand: Strand) -> None:
    _say(document, strand.heading, "Heading 2")
    add_table(document, COLUMNS, map(_cells, strand.rows), CENTRED)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row.number), row.title, row.items, row.leads, row.others, row.due, row.cadence, row.measures, row.notes,
    )  # fmt: skip


def _say(document: Document, text: str, style: str) -> None:
    gb9704.add_paragraph(document, clean(text), style)
