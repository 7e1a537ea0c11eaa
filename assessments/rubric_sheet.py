"""A score sheet as counties keep it in Excel (项目, 分值, 考核内容, 评分办法), read into a tree of items with questions.

Rows come as plain cells with merged ones blank below the first. Headings may stand under a title; sections are rows of
their own (一、巩固成果 31) or a merged first column. What has no number stays without one and is asked, never taken as 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.scheme import Item, Manual, Method, PerEvent
from assessments.sheet_clauses import CAP, cap_of, clauses, plain, points_in, rates_of, read_rule
from assessments.sheet_rows import BONUS, SECTION, VETO, Row, Section, columns_of, is_side, named, sections_of, text_of


@dataclass(frozen=True)
class Question:
    """What a person must say; `row` is the sheet's own number."""

    row: int
    code: str
    name: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetItem:
    """A row of the sheet. `points` is None where the sheet gives none; `text` are its words."""

    row: int
    name: str
    points: Decimal | None
    method: Method | None = None
    items: tuple["SheetItem", ...] = ()
    text: str = ""


@dataclass(frozen=True)
class SheetReading:
    base: tuple[SheetItem, ...] = ()
    bonus: tuple[SheetItem, ...] = ()
    deduction: tuple[SheetItem, ...] = ()
    vetoes: tuple[SheetItem, ...] = ()
    questions: tuple[Question, ...] = ()


def read_sheet(rows: Iterable[Sequence[object]], first_row: int = 1) -> SheetReading:
    """`first_row` is the sheet's number of the first row given."""
    cells = [[plain(cell) for cell in row] for row in rows]
    found = columns_of(cells)
    if found is None:
        return SheetReading(questions=(Question(first_row, "no_headings"),))
    at, columns = found
    table = [
        Row(first_row + i, {name: row[column] for name, column in columns.items() if column < len(row)})
        for i, row in enumerate(cells)
        if i > at and any(row)
    ]
    sections, whole = sections_of(table)
    return _reading(sections, whole)


def to_items(items: Iterable[SheetItem], prefix: str = "") -> tuple[Item, ...]:
    """Items of a scheme, numbered 1, 1.1, 1.2 by their place, once nothing is open any more."""
    made = []
    for place, one in enumerate(items, 1):
        if one.points is None:
            raise ValueError(f"Row {one.row} has no points yet.")
        key = f"{prefix}{place}"
        made.append(Item(key, one.name, one.points, one.method, to_items(one.items, f"{key}.")))
    return tuple(made)


def _reading(sections: Sequence[Section], whole: tuple[int, Decimal] | None) -> SheetReading:
    base: list[SheetItem] = []
    sides: dict[str, list[SheetItem]] = {"bonus": [], "deduction": [], "vetoes": []}
    questions: list[Question] = []
    for section in sections:
        if is_side(section.name) and VETO.search(section.name):
            sides["vetoes"] += [
                SheetItem(row.number, row["content"] or row["project"], None, text=row["rule"]) for row in section.rows
            ]
            questions.append(Question(section.row, "veto_ceiling", section.name))
        elif is_side(section.name):
            _extra(section, sides, questions)
        else:
            base.append(_branch(section, questions))
    known = [one.points for one in base if one.points is not None]
    if whole is not None and len(known) == len(base) and _sum(known) != whole[1]:
        questions.append(Question(whole[0], "sum_differs", "", {"sum": _sum(known), "whole": whole[1]}))
    return SheetReading(
        tuple(base), tuple(sides["bonus"]), tuple(sides["deduction"]), tuple(sides["vetoes"]), tuple(questions)
    )


def _branch(section: Section, questions: list[Question]) -> SheetItem:
    rows, shares = section.rows, [points_in(row["points"]) for row in section.rows]
    points, text = section.points, ""
    first, rest = (shares[0], shares[1:]) if shares else (None, [])
    if section.holds and len(rest) > 1 and first is not None and None not in rest and first == _sum(rest):
        # The first row is the heading with words beside it: its points are those of the others together.
        points, text = first, text_of(rows[0])
        rows, shares = rows[1:], rest
    elif rest and first is not None and not any(share is not None for share in rest):
        # One figure beside the first of several rows is a merged cell: it belongs to the section.
        points = first if points is None else points
        shares = [None] * len(rows)
    leaves = [_leaf(row, share, section, questions) for row, share in zip(rows, shares, strict=True)]
    known = [leaf.points for leaf in leaves if leaf.points is not None]
    if points is None and leaves and len(known) == len(leaves):
        points = _sum(known)
    if len(leaves) == 1 and leaves[0].row == section.row:
        return leaves[0]
    if not leaves:
        questions.append(Question(section.row, "empty_section", section.name))
    elif points is not None and len(known) == len(leaves) and _sum(known) != points:
        questions.append(Question(section.row, "parts_differ", section.name, {"sum": _sum(known), "points": points}))
    return SheetItem(section.row, section.name, points, None, tuple(leaves), text)


def _leaf(row: Row, points: Decimal | None, section: Section, questions: list[Question]) -> SheetItem:
    name = _name(row, section)
    rule = read_rule(row["rule"], row["content"], points)
    questions += [Question(row.number, code, name) for code in rule.questions]
    if points is None:
        points = _sum(one.points for one in rule.parts) or None
    if points is None:
        questions.append(Question(row.number, "no_points", name))
    text = text_of(row)
    if not rule.parts:
        return SheetItem(row.number, name, points, rule.method, (), text)
    parts = tuple(SheetItem(row.number, one.words or name, one.points, Manual((one.words,))) for one in rule.parts)
    return SheetItem(row.number, name, points, None, parts, text)


def _name(row: Row, section: Section) -> str:
    """The row's own name; where the first column only repeats the section's, the content says what it is."""
    own = SECTION.sub("", named(row)[0])
    repeats = own == section.name and (len(section.rows) > 1 or is_side(own))
    return row["content"] or section.name if repeats or not own else own


def _sum(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _extra(section: Section, sides: Mapping[str, list[SheetItem]], questions: list[Question]) -> None:
    """Rows of 加分项 or 扣分项: on the side their sentences take, each event counted, capped by their points. One figure
    beside the first of several rows caps each of them."""
    shares = [points_in(row["points"]) for row in section.rows]
    merged = section.points if not any(share is not None for share in shares[1:]) and section.points else None
    if merged is None and len(shares) > 1 and not any(share is not None for share in shares[1:]):
        merged = shares[0]
    if not section.rows:
        questions.append(Question(section.row, "empty_section", section.name))
    for row, share in zip(section.rows, shares, strict=True):
        name, text = _name(row, section), text_of(row)
        found, named_cap = clauses(CAP.sub("", text)), cap_of(text)
        less = {one.less for one in found} or {not BONUS.search(section.name)}
        method: Method = Manual((text,) if text else ())
        if len(less) > 1:
            questions.append(Question(row.number, "mixed", name))
        elif found:
            method = PerEvent(rates_of(found))
        elif not text:
            questions.append(Question(row.number, "no_rule", name))
        cap = next((one for one in (share, named_cap, merged) if one is not None), None)
        if cap is None:
            questions.append(Question(row.number, "no_cap", name))
        side = "deduction" if less == {True} else "bonus"
        sides[side].append(SheetItem(row.number, name, cap, method, (), text))
