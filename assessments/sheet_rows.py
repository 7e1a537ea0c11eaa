"""The rows of a score sheet: which columns there are, which rows are headings, which belong together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.sheet_clauses import N, points_in

HEADINGS: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"^(序号|编号)$"),
    "points": re.compile(r"^(各项|标准|基本|基准|项目)?分值|^(满分|权重|标准分|基础分|分数)$"),
    "rule": re.compile(r"(评分|计分|打分|扣分|考核)(办法|标准|细则|方法|说明|依据)"),
    "project": re.compile(r"^(考核|考评|评分)?(项目|类别)$|^一级指标$|^指标名称$"),
    "content": re.compile(r"^(考核|考评|主要|具体|工作)?(内容|指标|要点)$|^二级指标$|^工作要求$"),
}
LOOK = 15  # rows in which the headings are looked for
SECTION = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）、.．]\s*")
WHOLE, PARTIAL = re.compile(r"^(总分|合计|总计)$"), re.compile(r"^小计$")
NOTE = re.compile(r"^(备注|说明|注)([:：]|$)")
IN_NAME = re.compile(rf"[（(]{N}\s*分[)）]\s*$")
BONUS, LESS, VETO = re.compile(r"加分|奖分|奖励|奖扣"), re.compile(r"扣分|减分|倒扣|惩罚"), re.compile("否决")


@dataclass(frozen=True)
class Row:
    """Cells by the name of their column; `number` is the sheet's own."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Section:
    """A branch being filled. `holds` when it is headed by a row or numeral of its own: then the rows below stay in it,
    whatever they are called; otherwise the next name begins the next one."""

    row: int
    name: str
    points: Decimal | None
    rows: list[Row] = field(default_factory=list)
    holds: bool = False


def columns_of(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Which row holds the headings, and which column stands for what."""
    for at, row in enumerate(cells[:LOOK]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            word = cell.replace(" ", "")
            name = next((name for name, pattern in HEADINGS.items() if pattern.search(word)), None)
            if name is not None and len(word) <= 10:
                columns.setdefault(name, column)
        if "points" in columns and {"project", "content"} & set(columns):
            # A sheet without a column for projects names them in the content.
            columns.setdefault("project", columns.get("content", 0))
            return at, columns
    return None


def sections_of(table: Sequence[Row]) -> tuple[list[Section], tuple[int, Decimal] | None]:
    """Rows under the section they belong to, and the sheet's own sum."""
    sections: list[Section] = []
    whole: tuple[int, Decimal] | None = None
    for i, row in enumerate(table):
        following = table[i + 1] if i + 1 < len(table) else None
        name, points = named(row)
        label = (row["number"] or name).replace(" ", "")
        if NOTE.match(label):
            break
        if PARTIAL.match(label):
            continue
        if WHOLE.match(label):
            total = points_in(row["points"]) or next(filter(None, map(points_in, row.cells.values())), None)
            whole = (row.number, total) if total is not None and (whole is None or total > whole[1]) else whole
        elif _is_heading(row, following):
            # Rows without a name below are its merged cell; with names they are its items.
            holds = _numeral(row) or is_side(name) or bool(following and following["project"])
            sections.append(Section(row.number, SECTION.sub("", name), points, holds=holds))
        elif _numeral(row):
            sections.append(Section(row.number, SECTION.sub("", name), None, [row], holds=True))
        elif name and (not sections or not sections[-1].holds or is_side(name)) and row["project"] != row["content"]:
            inside = points if IN_NAME.search(row["project"]) else None
            sections.append(Section(row.number, name, inside, [row], holds=is_side(name)))
        elif sections:
            sections[-1].rows.append(row)
        else:
            sections.append(Section(row.number, name, None, [row], holds=True))
    return sections, whole


def named(row: Row) -> tuple[str, Decimal | None]:
    """The project's name and points; points may stand in the name: 基层党建（30分）."""
    name, points = row["project"], points_in(row["points"])
    inside = IN_NAME.search(name)
    if inside:
        name = name[: inside.start()].strip()
        points = Decimal(inside[1])
    return name, points


def is_side(name: str) -> bool:
    """加分项, 扣分项, 一票否决: a short name, not a sentence that mentions them."""
    return len(name) <= 8 and any(word.search(name) for word in (BONUS, LESS, VETO))


def _numeral(row: Row) -> bool:
    return bool(SECTION.match(row["project"]) or (row["number"] and SECTION.match(f"{row['number']}、")))


def _is_heading(row: Row, following: Row | None) -> bool:
    """Only a name, perhaps with points, above rows that say more."""
    bare = not row["rule"] and row["content"] in ("", row["project"])
    if not bare or not row["project"]:
        return False
    if _numeral(row) or is_side(row["project"]):
        return True
    says_more = following is not None and bool(following["content"] or following["rule"])
    return says_more and row["project"] != row["content"]


def text_of(row: Row) -> str:
    return " ".join(filter(None, (row["content"], row["rule"])))
