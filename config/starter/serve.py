"""The trial: everything on one machine, in the foreground, until Ctrl-C."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from config.embedded import Embedded
from config.starter.children import Child, clear_orphans
from config.starter.messages import compile_messages
from config.starter.places import LOGS, ROOT, TRIAL, has_command

FIRST_PORT = 8000
LOCK = TRIAL / "run.lock"
PATIENCE = 15.0


class Stopped(Exception):
    """Asked to stop while still starting."""


def say(text: str) -> None:
    print(text, flush=True)


def serve() -> int:
    stopping = threading.Event()
    with alone() as mine:
        if not mine:
            return 1
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stopping.set())
        servers = Embedded(ROOT) if uses_embedded() else None
        children: list[Child] = []
        try:
            for name in clear_orphans(TRIAL):
                say(f"Ended {name}, left over from a start that was killed.")
            if servers:
                say("Starting the servers...")
                servers.start()
            prepare(stopping)
            port = free_port()
            children = processes(port)
            for child in children:
                child.start()
            address = f"http://127.0.0.1:{port}/"
            LOCK.write_text(f"{os.getpid()}\n{address}\n")
            if wait_for(address, children[0], stopping):
                say(f"\nCounty Campaign is ready:  {address}\nLogs: {LOGS}   Stop: Ctrl-C\n")
            watch(children, servers, stopping)
        except Stopped:
            pass
        except CommandFailed as problem:
            say(str(problem))
            return 1
        finally:
            shut_down(children, servers)
    return 0


def stop() -> int:
    with contextlib.suppress(FileNotFoundError, ValueError), LOCK.open() as handle:
        if held(handle):
            pid = int(handle.readline())
            os.kill(pid, signal.SIGTERM)
            for _ in range(600):
                if not held(handle):
                    say("Stopped.")
                    return 0
                time.sleep(0.1)
            say(f"Process {pid} does not stop.")
            return 1
    for name in clear_orphans(TRIAL):
        say(f"Ended {name}, left over from a start that was killed.")
    Embedded(ROOT).stop()
    say("Nothing runs any more.")
    return 0


def uses_embedded() -> bool:
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """A lock that the system itself lets go when this process ends, however it ends."""
    TRIAL.mkdir(mode=0o700, parents=True, exist_ok=True)
    with LOCK.open("a+") as handle:
        if held(handle, keep=True):
            handle.seek(0)
            pid, address = [*handle.read().splitlines(), "?", "still starting"][:2]
            say(f"County Campaign already runs here: {address} (process {pid}). `python3 run.py stop` ends it.")
            yield False
            return
        LOCK.write_text(f"{os.getpid()}\n")
        yield True
        LOCK.write_text("")


def held(handle, *, keep: bool = False) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    if not keep:
        fcntl.flock(handle, fcntl.LOCK_UN)
    return False


class CommandFailed(Exception):
    """A step before the start failed; the message has its output."""


def prepare(stopping: threading.Event) -> None:
    compile_messages()
    say("Bringing the database up to date...")
    manage("migrate", "--no-input", stopping=stopping)
    if has_command("sample_data"):
        say("Sample county...")
        say(manage("sample_data", stopping=stopping).rstrip())


def manage(*arguments: str, stopping: threading.Event) -> str:
    environment = child_environment() | {"STATEMENT_TIMEOUT": "10min"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    output = ""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            output = process.communicate(timeout=0.5)[0]
            break
        if stopping.is_set():
            process.terminate()  # its transaction is rolled back; the next start does it again
            process.communicate()
            raise Stopped
    if process.returncode:
        raise CommandFailed(f"{output.strip()}\n\n`manage.py {' '.join(arguments)}` failed; the lines above say why.")
    return output


def child_environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "CAMPAIGN_DB_ROLE"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.trial")
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def processes(port: int) -> list[Child]:
    environment = child_environment()
    # Nobody but migrations needs to know how to become the owner.
    environment.pop("OWNER_DATABASE_URL", None)
    python = [sys.executable, "-m"]
    web = ["gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "8"]
    worker = ["celery", "-A", "config", "worker", "-Q", "default,heavy", "--concurrency", "2", "--without-mingle"]
    beat = ["celery", "-A", "config", "beat", "--pidfile", "", "--schedule", str(TRIAL / "beat-schedule")]
    found = [
        Child("web", [*python, *web], environment, TRIAL),
        Child("worker", [*python, *worker, "-l", "INFO"], environment | {"STATEMENT_TIMEOUT": "10min"}, TRIAL),
        Child("beat", [*python, *beat, "-l", "INFO"], environment, TRIAL),
    ]
    if has_command("dispatch"):
        found.append(Child("dispatcher", [sys.executable, "manage.py", "dispatch"], environment, TRIAL))
    return found


def free_port() -> int:
    for port in [*range(FIRST_PORT, FIRST_PORT + 100), 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
    raise CommandFailed("No free port on 127.0.0.1.")


def wait_for(address: str, web: Child, stopping: threading.Event) -> bool:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}healthz", timeout=5).close()  # noqa: S310
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            pass
        if stopping.wait(0.2) or (web.process and web.process.poll() is not None):
            return False
    say(f"The web does not answer yet; its log: {web.log}")
    return False


def watch(children: list[Child], servers: Embedded | None, stopping: threading.Event) -> None:
    look_at_servers = time.monotonic() + 5
    while not stopping.wait(0.5):
        for child in children:
            child.watch(say)
        if servers and time.monotonic() > look_at_servers:
            if not servers.is_running():
                say("A server had ended; starting it again.")
                servers.start()
            look_at_servers = time.monotonic() + 5


def shut_down(children: list[Child], servers: Embedded | None) -> None:
    say("Stopping...")
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.stop(deadline - time.monotonic())
    if servers:
        servers.stop()
    say("Stopped. The data stays in .trial.")
