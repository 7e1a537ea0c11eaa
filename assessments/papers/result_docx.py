"""The circular of a result (考核结果通报) in the layout of GB/T 9704: ranking with grades upright, scores by action sideways."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from assessments.explained import points
from assessments.papers.contents import PaperRow, ResultPaper, beside
from campaigns.papers import gb9704
from campaigns.papers.texts import chinese_day, chinese_number, chinese_span, clean
from campaigns.papers.word_table import add_table

RANKING = (("名次", 18), ("单位", 50), ("总分", 26), ("等次", 32), ("与上年比", 30))  # mm, together 156
SIDEWAYS = 225  # mm of the turned type area
MOST_ACTIONS = 12  # more do not fit on the turned page; the workbook has them all


def build(paper: ResultPaper) -> bytes:
    """The document's bytes."""
    document = gb9704.new_document(clean(title_of(paper)), paper.made_at)
    _say(document, title_of(paper), "Title")
    _say(document, f"（{paper.mark or chinese_edition(paper)}）", gb9704.SUBTITLE)
    _say(document, "", gb9704.BODY)
    for words in _opening(paper):
        _say(document, words, gb9704.BODY)
    chapter = 0
    for name, rows in paper.groups:
        chapter += 1
        _say(document, f"{chinese_number(chapter)}、{name or '考核结果'}{'排名' if name else ''}", "Heading 1")
        _say(document, _summary(rows), gb9704.BODY)
        add_table(document, RANKING, [_ranked(row) for row in rows], frozenset({0, 2, 3, 4}))
    _closing(document, paper, chapter + 1)
    gb9704.turn_sideways(document)
    _say(document, "附件：各项得分", "Heading 1")
    for name, rows in paper.groups:
        if name:
            _say(document, name, "Heading 2")
        add_table(document, _columns(paper), [_scores(paper, row) for row in rows], frozenset(range(1, 20)))
    note = f"注：取自第{paper.run}次测算，结果校验值 {paper.results_hash[:16]}。" + (
        f"{paper.mark}。" if paper.mark else ""
    )
    _say(document, note, gb9704.REMARK)
    return gb9704.to_bytes(document)


def title_of(paper: ResultPaper) -> str:
    return f"关于{paper.name}结果的通报"


def chinese_edition(paper: ResultPaper) -> str:
    return f"第{paper.edition}版，{paper.document_number}" if paper.document_number else f"第{paper.edition}版"


def _opening(paper: ResultPaper) -> list[str]:
    days = chinese_span(paper.starts_on.isoformat(), paper.ends_on.isoformat())
    scheme = f"（{paper.scheme_document}）" if paper.scheme_document else ""
    return [
        f"根据《{paper.campaign}》和计分办法第{paper.scheme_number}版{scheme}，对{paper.units}个{paper.level}{days}的工作进行了考核，"
        f"数据截至{chinese_day(paper.on)}。现将结果通报如下。",
        f"各项得分由系统按已审核的填报、台账和抽查记录计算，满分100分，另有加分和扣分。{paper.tie_rule}",
    ]


def _summary(rows) -> str:
    graded: dict[str, list[str]] = {}
    for row in rows:
        if row.grade:
            graded.setdefault(row.grade, []).append(row.unit)
    parts = [f"评为“{grade}”的{len(units)}个：{'、'.join(units)}" for grade, units in graded.items()]
    waiting = [row.unit for row in rows if row.rank is None]
    parts += [f"待补报、暂不排名的{len(waiting)}个：{'、'.join(waiting)}"] if waiting else []
    return f"{'；'.join(parts)}。" if parts else ""


def _ranked(row: PaperRow) -> tuple[str, ...]:
    total = row.result.total
    return (row.place, row.unit, "" if total is None else points(total), row.grade, row.moved)


def _columns(paper: ResultPaper) -> list[tuple[str, int]]:
    heads = [f"{action.name}（{action.points:f}）" for action in paper.scheme.base[:MOST_ACTIONS]]
    heads += [name for _key, name, items in beside(paper.scheme) if items]
    width = (SIDEWAYS - 40 - 20) // len(heads)
    return [("单位", SIDEWAYS - 20 - width * len(heads)), *((head, width) for head in heads), ("总分", 20)]


def _scores(paper: ResultPaper, row: PaperRow) -> tuple[str, ...]:
    known = {line.key: line.score for line in row.result.base.parts}
    cells = [known.get(action.key) for action in paper.scheme.base[:MOST_ACTIONS]]
    cells += [getattr(row.result, key).score for key, _name, items in beside(paper.scheme) if items]
    return (row.unit, *("" if one is None else points(one) for one in (*cells, row.result.total)))


def _closing(document: Document, paper: ResultPaper, chapter: int) -> None:
    vetoed = [row.unit for _name, rows in paper.groups for row in rows if row.vetoed]
    if vetoed:
        _say(document, f"{chinese_number(chapter)}、一票否决", "Heading 1")
        _say(document, f"有一票否决情形、等次受限的{len(vetoed)}个：{'、'.join(vetoed)}。", gb9704.BODY)
    _say(document, "", gb9704.BODY)
    for words in (paper.owner, chinese_day(paper.made_at.date())):
        paragraph = document.add_paragraph(clean(words), style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = gb9704.Mm(22)
        gb9704.mark_chinese(paragraph)


def _say(document: Document, text: str, style: str) -> None:
    gb9704.add_paragraph(document, clean(text), style)
