"""Reading what somebody uploaded in a child process with hard limits, so that no file can take the server with it.

No Django here: the child starts with this module and its own reader only. Memory, processor and the size of written
files are limited before anything of the upload is looked at; the clock is held by the parent.
"""

import json
import signal
import subprocess  # noqa: S404  # runs a module of this product with a fixed argument list
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY_BYTES = 768 * 1024 * 1024
WALL_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[1]
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "PYTHONIOENCODING": "utf-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True)
class LimitedChild:
    """One kind of reading. `module` is run as the child and calls `answer`; the parent calls `ask`.

    `refused` is the error that carries a sentence for the user; `too_long` and `too_much` are the sentences for a child
    that was ended by a limit.
    """

    module: str
    cpu_seconds: int
    refused: type[ValueError]
    too_long: str
    too_much: str

    def ask(self, data: bytes, *arguments: str, wall_seconds: float = WALL_SECONDS) -> Any:
        """What the child read of the data, as JSON values. Raises `refused` with its sentence. Arguments are data on
        the command line, never a command."""
        process = subprocess.Popen(  # noqa: S603  # fixed module, no shell
            [sys.executable, "-m", self.module, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT, cwd=_ROOT,
            start_new_session=True,
        )  # fmt: skip
        try:
            output, _ = process.communicate(data, timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise self.refused(self.too_long) from None
        return self.judge(process.returncode, output)

    def judge(self, code: int, output: bytes) -> Any:
        """What an ended child means."""
        if code == -signal.SIGXCPU:
            raise self.refused(self.too_long)
        try:
            answer = json.loads(output)
        except ValueError:
            # Killed by the memory limit, inside a library or by the system: no answer, or half of one.
            raise self.refused(self.too_much) from None
        if "refused" in answer:
            raise self.refused(answer["refused"])
        return answer["read"]

    def answer(self, read: Callable[[bytes], Any]) -> None:
        """The child's whole life: limits first, then standard input through `read` to JSON on standard output."""
        try:
            _limit(self.cpu_seconds)
        except (ImportError, ValueError, OSError):
            sys.stderr.write("limits could not be set\n")
        try:
            answer: dict[str, Any] = {"read": read(sys.stdin.buffer.read())}
        except self.refused as error:
            answer = {"refused": str(error)}
        except MemoryError:
            answer = {"refused": self.too_much}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def _limit(cpu_seconds: int) -> None:
    import resource  # not on every platform; where it is missing the wall clock still holds

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
