#!/usr/bin/env python3
"""Starts County Campaign on a machine that has only Python.

python3 run.py              the trial: servers, sample county, web, worker, beat, dispatcher (Ctrl-C stops them)
python3 run.py stop         stop a trial that runs elsewhere, and what a killed one left behind
python3 run.py setup        only make the environment
python3 run.py test         checks and tests; --deep for the long run; what follows goes to pytest
python3 run.py bench        measurements: [NAME...] [--counties N] [--json]

This file needs the standard library only: it makes .venv from the hash-locked requirements and hands over to
config/starter. CAMPAIGN_PYTHON names an interpreter that has the packages already.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
COMMANDS = {"serve": "run", "setup": "run", "stop": "run", "test": "test", "bench": "test"}


class CannotSetUp(Exception):
    """The message is a sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    command = arguments[0] if arguments else "serve"
    if command not in COMMANDS:
        print(f"Unknown command {command!r}.\n{__doc__}", file=sys.stderr)
        return 2
    try:
        python = os.environ.get("CAMPAIGN_PYTHON") or str(make_environment(COMMANDS[command]))
    except CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    if command == "setup":
        arguments = ["messages"]  # the rest of the set-up needs packages
    os.chdir(ROOT)
    os.environ["PYTHONUTF8"] = "1"  # Chinese prints also where the locale is unset
    sys.stdout.flush()
    # In our place, not below us: signals and the exit code need no forwarding.
    return os.execv(python, [python, "-m", "config.starter", *(arguments or [command])])


def make_environment(wanted: str) -> Path:
    """.venv with exactly what requirements/<wanted>.txt locks; done once per lock and Python version."""
    lock = ROOT / "requirements" / f"{wanted}.txt"
    mark = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    with one_at_a_time():
        stamp = VENV / f"stamp-{wanted}"
        if stamp.exists() and stamp.read_text() == mark and works():
            return PYTHON
        print(f"Setting up .venv from {lock.relative_to(ROOT)} (once; about a minute)...", flush=True)
        if not works():
            make_venv()
        stamp.unlink(missing_ok=True)
        install(lock)
        stamp.write_text(mark)
    return PYTHON


@contextlib.contextmanager
def one_at_a_time():
    """Two starts at once would install over each other. The lock is on this file: it is there before all others."""
    try:
        import fcntl
    except ImportError:
        raise CannotSetUp("County Campaign runs on Linux and macOS; on Windows use WSL.") from None
    with open(__file__, "rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def works() -> bool:
    """False for no environment, a half-made one, or one whose Python was replaced or removed."""
    script = "import sys; print(sys.version)"
    try:
        answer = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == sys.version


def make_venv() -> None:
    import venv

    if VENV.exists():
        shutil.rmtree(VENV)
    # Debian ships ensurepip apart from Python; then the pip outside installs into the environment.
    inside = importlib.util.find_spec("ensurepip") is not None and not shutil.which("uv")
    try:
        venv.EnvBuilder(with_pip=inside, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as problem:
        if not inside:
            raise CannotSetUp(f"The environment could not be made in {VENV}: {problem}") from problem
        shutil.rmtree(VENV, ignore_errors=True)
        venv.EnvBuilder(with_pip=False, symlinks=True).create(VENV)


def install(lock: Path) -> None:
    attempts = []
    uv = shutil.which("uv")
    if uv:
        attempts.append([uv, "pip", "install", "--quiet", "--python", str(PYTHON)])
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if runs([str(PYTHON), "-m", "pip", "--version"]):
        attempts.append([str(PYTHON), "-m", "pip", "install", *quiet])
    elif runs([sys.executable, "-m", "pip", "--version"]):
        attempts.append([sys.executable, "-m", "pip", "--python", str(PYTHON), "install", *quiet])
    complaints = ""
    for attempt in attempts:
        command = [*attempt, "--require-hashes", "-r", str(lock)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
        if done.returncode == 0:
            return
        complaints += done.stdout
    if attempts:
        raise CannotSetUp(f"{complaints}\nThe packages could not be installed; the lines above say why.")
    raise CannotSetUp("This Python has neither pip nor ensurepip. On Debian or Ubuntu: apt-get install python3-venv")


def runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit("County Campaign needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    sys.exit(main(sys.argv[1:]))
