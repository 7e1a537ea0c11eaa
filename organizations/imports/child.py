"""Read an uploaded table in a child process with hard limits, so that no file can take the server with it.

Memory 768 MB, 8 s of processor (10,000 rows × 60 columns take 5), 30 s by the clock, no files written. Bombs end the child, the parent stays.
"""

from typing import Any

from organizations.imports.limits import Refused
from organizations.imports.prescan import check_size, open_workbook
from organizations.imports.sheets import Book, book_from_json
from organizations.limited_child import WALL_SECONDS, LimitedChild

CHILD = LimitedChild(
    "organizations.imports.child",
    cpu_seconds=8,
    refused=Refused,
    too_long="这个文件读了太久，已停止。请只保留要导入的表，新建工作簿粘贴后再上传。",
    too_much="这个文件展开后太大，已停止读取。请只保留要导入的表，新建工作簿粘贴后再上传。",
)


def read_in_child(data: bytes, *, wall_seconds: float = WALL_SECONDS) -> Book:
    """The sheets of an uploaded file. Raises ``Refused`` with a Chinese sentence."""
    check_size(data)
    return book_from_json(CHILD.ask(data, wall_seconds=wall_seconds))


def read_here(data: bytes) -> Book:
    """The reading itself; call it in the child only."""
    from organizations.imports.delimited import read_csv
    from organizations.imports.workbook import read_workbook

    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return read_workbook(open_workbook(data))
    start = data[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"%pdf", b"{\\rtf")):
        raise Refused("这不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    return read_csv(data)


def _read(data: bytes) -> dict[str, Any]:
    return read_here(data).as_json()


if __name__ == "__main__":
    CHILD.answer(_read)
