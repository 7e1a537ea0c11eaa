"""Read an uploaded table in a child process with hard limits, so that no file can take the server with it.

Memory 768 MB, 8 s of processor (10,000 rows × 60 columns take 5), 30 s by the clock, no files written. Bombs end the child, the parent stays.
"""

import json
import signal
import subprocess  # noqa: S404  # runs this package's own module with a fixed argument list
import sys
from pathlib import Path
from typing import Any

from organizations.imports.limits import Refused
from organizations.imports.prescan import check_size, open_workbook
from organizations.imports.sheets import Book, book_from_json

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 8
WALL_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[2]
_TOO_LONG = "这个文件读了太久，已停止。请只保留要导入的表，新建工作簿粘贴后再上传。"
_TOO_MUCH = "这个文件展开后太大，已停止读取。请只保留要导入的表，新建工作簿粘贴后再上传。"


def read_in_child(data: bytes, *, wall_seconds: float = WALL_SECONDS) -> Book:
    """The sheets of an uploaded file. Raises ``Refused`` with a Chinese sentence."""
    check_size(data)
    environment = {
        "PYTHONPATH": str(_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
    process = subprocess.Popen(  # noqa: S603  # fixed arguments
        [sys.executable, "-m", "organizations.imports.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=_ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(data, timeout=wall_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Refused(_TOO_LONG) from None
    return book_from_json(_answer(process.returncode, output))


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


def _answer(code: int, output: bytes) -> dict[str, Any]:
    if code == -signal.SIGXCPU:
        raise Refused(_TOO_LONG)
    try:
        answer = json.loads(output)
    except ValueError:
        # Killed by the memory limit or by the system: no answer, or half of one.
        raise Refused(_TOO_MUCH) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["book"]


def _limit() -> None:
    """Give up memory, time and files before anything of the upload is looked at."""
    import resource  # not on every platform; where it is missing the wall clock still holds

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    try:
        _limit()
    except (ImportError, ValueError, OSError):
        sys.stderr.write("limits could not be set\n")
    try:
        answer: dict[str, Any] = {"book": read_here(sys.stdin.buffer.read()).as_json()}
    except Refused as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    _main()
