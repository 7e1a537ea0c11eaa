"""The register as a workbook to be filled in: empty with an example, or with the county's rows. The same layout both
ways, so that what is downloaded, edited and uploaded again changes exactly that."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter

from organizations.imports.columns import Column

EXAMPLE = "示例"
MARK = "county-campaign"
VERSION = 1
ROWS_TO_FILL = 2_000
HEADER = 2  # title and explanation stand above
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_WIDTHS = {"unit": 22, "text": 20, "code": 16, "phone": 15, "choice": 14}


def build(
    *,
    title: str,
    slug: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    options: Mapping[str, Sequence[str]],
) -> bytes:
    """The workbook's bytes; `options` are the lists behind the drop-downs, by column."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    sheet = book.add_worksheet(title[:31])
    styles = _styles(book)
    _head(sheet, title, columns, styles)
    for number, row in enumerate(rows, HEADER + 1):
        for place, (text, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, number, place, text, column, styles)
    _example(book, columns, styles)
    _drop_downs(book, sheet, columns, options, HEADER + 1 + max(len(rows), ROWS_TO_FILL))
    mark = book.add_worksheet("版本")
    mark.write_string(0, 0, f"{MARK}:{slug}:{VERSION}")
    mark.very_hidden()
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    book.close()
    return target.getvalue()


def _styles(book) -> dict[str, object]:
    return {
        "title": book.add_format({**FONT, "bold": True, "font_size": 16, "align": "center"}),
        "note": book.add_format({**FONT, "font_color": "#595959", "text_wrap": True}),
        "head": book.add_format({**FONT, "bold": True, "align": "center", "border": 1, "bg_color": "#EDEDED", "text_wrap": True}),
        "text": book.add_format({**FONT, "num_format": "@"}),
        "cell": book.add_format({**FONT, "border": 1, "num_format": "@"}),
        "figure": book.add_format({**FONT, "border": 1}),
    }  # fmt: skip


def _head(sheet, title: str, columns: Sequence[Column], styles) -> None:
    last = max(len(columns) - 1, 1)
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    hints = "；".join(f"{column.title}：{column.hint}" for column in columns if column.hint)
    sheet.merge_range(1, 0, 1, last, f"填写说明：带 * 的必填。{hints}。", styles["note"])
    sheet.set_row(0, 28)
    sheet.set_row(1, 48)
    for place, column in enumerate(columns):
        # Whole columns of codes are text, so that Excel neither drops zeros nor rounds digits.
        style = styles["text"] if column.kind in ("text", "code", "phone", "citizen", "unit", "date") else None
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 12), style)
        sheet.write_string(HEADER, place, column.title + ("*" if column.required else ""), styles["head"])


def _write(sheet, number: int, place: int, text: str, column: Column, styles) -> None:
    if column.kind in ("integer", "decimal") and text:
        sheet.write_number(number, place, float(text), styles["figure"])
    else:
        sheet.write_string(number, place, text, styles["cell"])


def _example(book, columns: Sequence[Column], styles) -> None:
    sheet = book.add_worksheet(f"{EXAMPLE}（不会导入）")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 20)
        sheet.write_string(0, place, column.title + ("*" if column.required else ""), styles["head"])
        sheet.write_string(1, place, column.example, styles["cell"])


def _drop_downs(book, sheet, columns: Sequence[Column], options: Mapping[str, Sequence[str]], last_row: int) -> None:
    """Lists stand on a hidden sheet: Excel drops a list in the cell itself when it is longer than 255 characters."""
    lists = book.add_worksheet("选项")
    lists.very_hidden()
    for place, column in enumerate(columns):
        words = list(options.get(column.name, [])) or [words for _value, words in column.choices]
        if column.kind == "yesno":
            words = ["是", "否"]
        if not words:
            continue
        lists.write_column(0, place, words)
        letter = chr(ord("A") + place)
        book.define_name(f"list_{column.name}", f"='选项'!${letter}$1:${letter}${len(words)}")
        # A warning, not a wall: what the list does not know may still be typed, and the check will say so.
        rule = {"validate": "list", "source": f"=list_{column.name}", "error_type": "warning"}
        if column.hint:
            rule |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
        sheet.data_validation(HEADER + 1, place, last_row, place, rule)
