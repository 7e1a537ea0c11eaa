"""Processes of the trial: started, watched, started again, stopped; and found again after their starter was killed."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

FIRST_PAUSE, LONGEST_PAUSE, SETTLED = 1.0, 30.0, 60.0
LOG_LIMIT = 5 * 1024 * 1024


class Child:
    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.log = folder / "logs" / f"{name}.log"
        self.note = folder / "pids" / name
        self.process: subprocess.Popen | None = None
        self.started = self.due = 0.0
        self.pause = FIRST_PAUSE

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only the starter, which stops the others in order
            )
        self.started, self.due = time.monotonic(), 0.0
        note_down(self.note, self.process.pid)

    def watch(self, say: Callable[[str], None]) -> None:
        """Start it again when it has ended, sooner at first and later if it keeps ending."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started > SETTLED:
            self.pause = FIRST_PAUSE
        say(f"{self.name} ended ({describe(code)}); starting it again in {self.pause:.0f} s. Its log: {self.log}")
        end_group(self.process.pid, signal.SIGKILL)  # what it may have left behind
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience: float) -> None:
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(patience, 0))
            end_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.note.unlink(missing_ok=True)


def describe(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def end_group(leader: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, how)


def note_down(file: Path, pid: int) -> None:
    """With its birthday: numbers are given away again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(psutil.Error):
        file.write_text(f"{pid} {psutil.Process(pid).create_time()}")


def clear_orphans(folder: Path) -> list[str]:
    """End what a killed starter left running. Returns the names."""
    found = []
    for note in sorted((folder / "pids").glob("*")):
        with contextlib.suppress(ValueError, OSError, psutil.Error):
            pid, born = note.read_text().split()
            process = psutil.Process(int(pid))
            alive = process.status() != psutil.STATUS_ZOMBIE
            if alive and abs(process.create_time() - float(born)) < 1:
                found.append(note.name)
                process.terminate()
                wait_until_gone(process, 10)
                end_group(int(pid), signal.SIGKILL)
        note.unlink(missing_ok=True)
    return found


def wait_until_gone(process: psutil.Process, patience: float) -> None:
    """A dead process whose parent never asks for it (a container's first process may not) counts as gone."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
