"""Read an uploaded plan in a child process with hard limits (`organizations.limited_child`).

768 MB, 20 s of processor, 30 s by the clock, no files written (``design/reliability.md`` D7). Three bombs tried there
ended the child in under two seconds and left the parent alive. It stands beside the reader, which knows nothing of the
floors below it.
"""

import os
import sys
from pathlib import Path
from typing import Any

from campaigns.plans.limits import MOST_BYTES, Refused, check_size
from organizations.limited_child import WALL_SECONDS, LimitedChild

CHILD = LimitedChild(
    "campaigns.plan_child",
    cpu_seconds=20,
    refused=Refused,
    too_long="这个文件读了太久，已停止。请只保留方案正文，另存后再上传；也可以复制正文，粘贴到输入框。",
    too_much="这个文件展开后太大，已停止读取。请只保留方案正文，另存后再上传。",
)


def read_in_child(
    path_or_bytes: str | os.PathLike[str] | bytes, filename: str, *, wall_seconds: float = WALL_SECONDS
) -> dict[str, Any]:
    """The plan of a file as JSON values (``as_json.plan_as_json``). Raises ``Refused`` with a Chinese sentence.

    ``filename`` is the user's name for the file and decides nothing but the wording. Register and the lead convention
    are applied later, by the caller, with ``read_plan(plan["text"], …)`` or on the stored tasks.
    """
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else _load(Path(path_or_bytes))
    check_size(data)
    return CHILD.ask(data, filename, wall_seconds=wall_seconds)


def _load(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _read(data: bytes) -> dict[str, Any]:
    from campaigns.plans import plan_as_json, read_plan
    from campaigns.plans.intake import read_bytes

    return plan_as_json(read_plan(read_bytes(data, sys.argv[1])))


if __name__ == "__main__":
    CHILD.answer(_read)
