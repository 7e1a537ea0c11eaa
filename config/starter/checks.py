"""`run.py test`: the checks that need no run of the product, then the tests. Everything runs, also after a failure."""

import os
import subprocess
import sys
import time

from config.embedded import Embedded
from config.starter import template
from config.starter.messages import compile_messages
from config.starter.places import APPS, ROOT

IMPORT_LINTER = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


def checks() -> list[tuple[str, list[str]]]:
    python = [sys.executable, "-m"]
    found = [
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format", [*python, "ruff", "format", "--check", "."]),
        ("mypy", [*python, "mypy", *APPS]),
        ("import-linter", [sys.executable, "-c", IMPORT_LINTER]),
        ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]
    if any((ROOT / "templates").rglob("*.html")):
        found.insert(3, ("djlint", [*python, "djlint", "--quiet", "--lint", "templates"]))
    return found


def test(arguments: list[str]) -> int:
    """`--tests-only` leaves the checks out; the rest, `--deep` too, is pytest's."""
    tests_only = "--tests-only" in arguments
    arguments = [argument for argument in arguments if argument != "--tests-only"]
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    environment.pop("CAMPAIGN_DB_ROLE", None)
    compile_messages()
    servers = Embedded(ROOT, name=".test-servers", tests=True)
    servers.start()
    try:
        migrating = template.begin(servers, environment)
        failed = [] if tests_only else run_checks(environment)
        environment |= template.end(migrating)
        # Browser tests stay together on one worker (tests/conftest.py): two Chromiums make two cores unsteady.
        pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--durations", "15"]
        code = subprocess.run([*pytest, *arguments], cwd=ROOT, env=environment).returncode
    finally:
        servers.stop()
    if failed:
        print(f"Checks that failed (their output is above): {', '.join(failed)}", flush=True)
    return code or (1 if failed else 0)


def run_checks(environment: dict[str, str]) -> list[str]:
    failed = []
    for name, command in checks():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        result = "FAILED" if done.returncode else "ok"
        print(f"{name:<14} {result:<7} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, flush=True)
    return failed
