"""All scores as a workbook: 得分 holds values, 公式 the same cells as formulas that Excel works out again, 计分办法 the rules in
words, 说明 where it all comes from. Texts are never formulas."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.explained import MINUS, OVER, PLUS, TIMES, Explained, Formula, number
from assessments.papers.contents import PaperRow, ResultPaper, beside
from assessments.scheme import SIDES, Item
from campaigns.papers.texts import chinese_day, chinese_moment, chinese_span, fits_cell
from campaigns.papers.workbook import A4, SAFE, add_about

TEXT = {"font_name": "仿宋", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
CELL = {**TEXT, "border": 1}
HEAD = 3  # two lines of headings; title, facts and mark stand above them
FIRST = HEAD + 2
OPERATORS = {TIMES: "*", OVER: "/", PLUS: "+", MINUS: "-"}
SideSums = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True)
class Column:
    """`kind`: one of the fixed ones, "part" for a leaf, "sum" for an action or a side; `parts` are the places of the leaves."""

    kind: str
    head: str
    under: str = ""
    key: str = ""
    width: float = 8
    parts: tuple[int, ...] = ()


def build(paper: ResultPaper) -> bytes:
    """The workbook's bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    book.set_properties({"title": fits_cell(paper.name)[:255], "created": paper.made_at})
    columns = _columns(paper)
    _scores(book, paper, columns, "得分", live=False)
    _scores(book, paper, columns, "公式", live=True)
    _rules(book, paper)
    add_about(book, _particulars(paper), CELL, width=16)
    book.close()
    return target.getvalue()


def _columns(paper: ResultPaper) -> list[Column]:
    columns = [
        Column("rank", "名次", width=6), Column("moved", "变化", width=9), Column("unit", "单位", width=16), Column("total", "总分"),
        Column("grade", "等次"), Column("base", "基础分"),
    ]  # fmt: skip
    if any(name for name, _rows in paper.groups):
        columns.insert(0, Column("group", "分组", width=12))
    for item in paper.scheme.base:
        _add_block(columns, f"{item.name}（{number(item.points)}）", item.key, item.leaves())
    for key, name, items in beside(paper.scheme):
        _add_block(columns, name, key, (leaf for item in items for leaf in item.leaves()))
    return columns


def _add_block(columns: list[Column], head: str, key: str, leaves: Iterable[Item]) -> None:
    """An action or a side, then its leaves. A single leaf that is the action itself is not printed twice."""
    apart = [leaf for leaf in leaves if leaf.key != key]
    first = len(columns) + 1
    columns.append(Column("sum", head, "合计" if apart else "", key, 9, tuple(range(first, first + len(apart)))))
    columns += [Column("part", head, f"{leaf.name}（{number(leaf.points)}）", leaf.key, 11) for leaf in apart]


def _scores(book, paper: ResultPaper, columns: list[Column], title: str, *, live: bool) -> None:
    sheet = book.add_worksheet(title)
    last = len(columns) - 1
    head = book.add_format({**CELL, "font_name": "黑体", "align": "center", "bg_color": "#EDEDED"})
    big = book.add_format({**TEXT, "font_name": "方正小标宋简体", "font_size": 18, "align": "center"})
    line = book.add_format({**TEXT, "align": "center"})
    for row, words, style in ((0, paper.name, big), (1, _facts(paper), line), (2, paper.mark, line)):
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, fits_cell(words), style)
    sheet.set_row(0, 30)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD, place, column.head, head)
        sheet.write_string(HEAD + 1, place, column.under, head)
    _merge_heads(sheet, columns, head)
    styles = {
        "text": book.add_format(CELL), "score": book.add_format({**CELL, "num_format": "0.0"}), "whole": book.add_format({**CELL, "num_format": "0"}),
    }  # fmt: skip
    sums = _side_sums(columns) if live else {}
    row = FIRST
    for group, rows in paper.groups:
        for one in rows:
            _line(sheet, row, columns, group, one, styles, sums)
            row += 1
    sheet.freeze_panes(FIRST, next(place for place, column in enumerate(columns) if column.kind == "unit") + 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD, HEAD + 1)
    if paper.mark:
        sheet.set_header(f"&C{paper.mark}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _merge_heads(sheet, columns: list[Column], head) -> None:
    """Blocks across, single columns down."""
    place = 0
    while place < len(columns):
        after = place + 1
        while after < len(columns) and columns[place].parts and after in columns[place].parts:
            after += 1
        if after > place + 1:
            sheet.merge_range(HEAD, place, HEAD, after - 1, columns[place].head, head)
        elif not columns[place].under:
            sheet.merge_range(HEAD, place, HEAD + 1, place, columns[place].head, head)
        place = after


def _line(sheet, row: int, columns: list[Column], group: str, one: PaperRow, styles, sums: SideSums) -> None:
    """`sums` is empty where the cells are values."""
    texts = {
        "group": group,
        "moved": one.moved,
        "unit": one.unit,
        "grade": one.grade + ("（有否决）" if one.vetoed else ""),
    }
    lines = {line.key: line for side in SIDES for line in getattr(one.result, side).walk()}
    for place, column in enumerate(columns):
        if column.kind in texts:
            sheet.write_string(row, place, fits_cell(texts[column.kind]), styles["text"])
        elif column.kind == "rank":
            _figure(sheet, row, place, None if one.rank is None else Decimal(one.rank), "", styles["whole"])
        elif column.kind in ("total", "base"):
            score = one.result.total if column.kind == "total" else one.result.base.score
            _figure(sheet, row, place, score, _side_formula(row, sums[column.kind]) if sums else "", styles["score"])
        else:
            line = lines.get(column.key)
            score = line.score if line is not None else None
            formula = _formula(row, column, line) if sums and line is not None and score is not None else ""
            _figure(sheet, row, place, score, formula, styles["score"])


def _figure(sheet, row: int, place: int, value: Decimal | None, formula: str, style) -> None:
    """The value is stored beside the formula: programs that work nothing out show the same."""
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif formula:
        sheet.write_formula(row, place, formula, style, float(value))
    else:
        sheet.write_number(row, place, float(value), style)


def _formula(row: int, column: Column, line: Explained) -> str:
    if column.parts:
        cells = f"{xl_rowcol_to_cell(row, column.parts[0])}:{xl_rowcol_to_cell(row, column.parts[-1])}"
        bound = next((step.formula.high for step in line.steps if step.formula and step.formula.high is not None), None)
        return f"=SUM({cells})" if bound is None else f"=MIN({bound},SUM({cells}))"
    last = next((step.formula for step in reversed(line.steps) if step.formula), None)
    return excel_formula(last) if last is not None else ""


def _side_sums(columns: list[Column]) -> SideSums:
    """What the base and the total are made of: signs and places."""
    sums = [(column.key, place) for place, column in enumerate(columns) if column.kind == "sum"]
    base = next(place for place, column in enumerate(columns) if column.kind == "base")
    extra = dict(sums)
    return {
        "base": [("+", place) for key, place in sums if key not in SIDES],
        "total": [("+", base), ("+", extra["bonus"]), ("-", extra["deduction"])],
    }


def _side_formula(row: int, parts: list[tuple[str, int]]) -> str:
    cells = "".join(f"{sign}{xl_rowcol_to_cell(row, place)}" for sign, place in parts).removeprefix("+")
    return f"=MAX(0,{cells})" if any(sign == "-" for sign, _place in parts) else f"={cells}"


def excel_formula(formula: Formula) -> str:
    """The same sum as Excel works it out: rounded half up, then held between its bounds."""
    terms = "".join(f"{OPERATORS[term.sign]}{term.value:f}" for term in formula.terms).removeprefix("+")
    made = f"ROUND({terms},{formula.places})"
    if formula.high is not None:
        made = f"MIN({formula.high:f},{made})"
    return f"=MAX({formula.low:f},{made})" if formula.low is not None else f"={made}"


def _rules(book, paper: ResultPaper) -> None:
    sheet = book.add_worksheet("计分办法")
    head = book.add_format({**CELL, "font_name": "黑体", "bg_color": "#EDEDED"})
    text, score = book.add_format(CELL), book.add_format({**CELL, "num_format": "0.0"})
    for place, (name, width) in enumerate((("项目", 44), ("分值", 8), ("怎么算", 60), ("数从哪里来", 44))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, head)
    row = 1
    for side, items in (("", paper.scheme.base), *((f"{name}：", items) for _key, name, items in beside(paper.scheme))):
        for item in items:
            row = _rule(sheet, row, side, item, 0, paper.rules, text, score)
    sheet.write_string(row + 1, 0, fits_cell(paper.tie_rule), text)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if paper.mark:
        sheet.set_header(f"&C{paper.mark}")


def _rule(sheet, row: int, side: str, item: Item, depth: int, rules, text, score) -> int:
    rule, source = rules.get(item.key, ("", ""))
    sheet.write_string(row, 0, fits_cell(f"{'　' * depth}{side}{item.name}"), text)
    sheet.write_number(row, 1, float(item.points), score)
    sheet.write_string(row, 2, fits_cell(rule), text)
    sheet.write_string(row, 3, fits_cell(source), text)
    row += 1
    for child in item.items:
        row = _rule(sheet, row, "", child, depth + 1, rules, text, score)
    return row


def _facts(paper: ResultPaper) -> str:
    state = f"第{paper.edition}版结果" if paper.edition else f"第{paper.run}次测算"
    return f"考核期{chinese_span(paper.starts_on.isoformat(), paper.ends_on.isoformat())}　数据截至{chinese_day(paper.on)}　{state}"


def _particulars(paper: ResultPaper) -> list[tuple[str, str]]:
    told = [
        ("考核", paper.name), ("活动", paper.campaign), ("发起单位", paper.owner), ("考核对象", f"{paper.level}，{paper.units}个"), ("状态", paper.mark or f"已定稿，第{paper.edition}版"),
        ("定稿依据", paper.document_number), ("测算", f"第{paper.run}次，数据截至{chinese_day(paper.on)}"),
        ("计分办法", f"第{paper.scheme_number}版 {paper.scheme_document}".strip()), ("数据校验值", paper.inputs_hash), ("结果校验值", paper.results_hash),
        ("导出时间", chinese_moment(paper.exported_at)), ("导出人", paper.exported_by),
        ("说明", "“得分”是数值，“公式”是同样的格子写成公式，可以在 Excel 里重新算一遍。空格表示不计分或者待补报。"),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value]
