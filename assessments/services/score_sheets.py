"""From an uploaded file to the rows of its score sheet."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.sheet_scheme import MOST_COLUMNS, MOST_ROWS, has_headings
from organizations.imports.child import read_in_child
from organizations.imports.limits import Refused
from organizations.imports.sheets import text_of


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    """Of the first sheet that has the headings of a score sheet, hidden ones last. Read in a process of its own.

    Refused in words: what is no table, a file without such a sheet, one of more than 500 rows.
    """
    try:
        book = read_in_child(data)
    except Refused as refused:
        raise ValidationError({"upload": str(refused)}) from refused
    for sheet in sorted(book.sheets, key=lambda one: one.hidden):
        rows = [(number, [text_of(cell) for cell in cells[:MOST_COLUMNS]]) for number, cells in sheet.rows]
        if not has_headings(rows):
            continue
        if len(rows) > MOST_ROWS:
            raise ValidationError({"upload": _("评分表超过 %(n)s 行，请只留下评分表再上传。") % {"n": MOST_ROWS}})
        return rows
    raise ValidationError(
        {"upload": _("没有找到评分表的表头。请确认表里有“考核项目”“分值”“考核内容”“评分办法”这样的一行。")}
    )
