"""Read an uploaded file in a child process with hard limits, so that no file can take the server with it.

Memory 768 MB, 20 s of processor, 30 s by the clock, no files written (``design/reliability.md`` D7). Three bombs
tried there ended the child in under two seconds and left the parent alive.
"""

import json
import os
import signal
import subprocess  # noqa: S404  # runs this package's own module with a fixed argument list
import sys
from pathlib import Path
from typing import Any

from campaigns.plans.limits import MOST_BYTES, Refused, check_size

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[2]
_TOO_LONG = "这个文件读了太久，已停止。请只保留方案正文，另存后再上传；也可以复制正文，粘贴到输入框。"
_TOO_MUCH = "这个文件展开后太大，已停止读取。请只保留方案正文，另存后再上传。"


def read_in_child(path_or_bytes: str | os.PathLike[str] | bytes, filename: str, *, wall_seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """The plan of a file as JSON values (``as_json.plan_as_json``). Raises ``Refused`` with a Chinese sentence.

    ``filename`` is the user's name for the file and decides nothing but the wording. Register and the lead convention
    are applied later, by the caller, with ``read_plan(plan["text"], …)`` or on the stored tasks.
    """
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else _load(Path(path_or_bytes))
    check_size(data)
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(  # noqa: S603  # fixed arguments; the name is data on the command line, not a command
        [sys.executable, "-m", "campaigns.plans.child", filename],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=_ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(data, timeout=wall_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Refused(_TOO_LONG) from None
    return _answer(process.returncode, output)


def _answer(code: int, output: bytes) -> dict[str, Any]:
    if code == -signal.SIGXCPU:
        raise Refused(_TOO_LONG)
    try:
        answer = json.loads(output)
    except ValueError:
        # Killed by the memory limit, inside a library or by the system: no answer, or half of one.
        raise Refused(_TOO_MUCH) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["plan"]


def _load(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


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
    from campaigns.plans import plan_as_json, read_plan
    from campaigns.plans.intake import read_bytes

    try:
        answer = {"plan": plan_as_json(read_plan(read_bytes(sys.stdin.buffer.read(), sys.argv[1])))}
    except Refused as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    _main()
