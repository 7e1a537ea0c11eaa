"""`run.py bench`: runs tests/performance/bench_*.py, each with `run(counties=…)` or `run()`, on a database that is
made once, migrated at every run and otherwise kept, so that prepared data is found again."""

import argparse
import importlib
import inspect
import json
import os
import subprocess
import sys
from typing import Any

import psycopg2

from config.embedded import DATABASE, Embedded
from config.starter.places import ROOT

DATABASE_NAME = f"{DATABASE}_bench"
COLUMNS = ["ours_s", "stock_s", "floor_s", "ours_vs_floor", "stock_vs_ours", "queries", "added_mb", "spread_pct", "n"]


def bench(arguments: list[str]) -> int:
    known = sorted(file.stem.removeprefix("bench_") for file in (ROOT / "tests" / "performance").glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="run.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known) or "none yet")
    parser.add_argument("--counties", type=int, help="where a measurement counts them; each has its own number")
    parser.add_argument("--json", action="store_true", help="one object a line")
    wanted = parser.parse_args(arguments)
    unknown = set(wanted.names) - set(known)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}; there are: {', '.join(known) or 'none yet'}")
    servers = Embedded(ROOT, name=".test-servers", tests=True)
    was_running = servers.is_running()
    servers.start()
    try:
        prepare(servers)
        results = [measure(name, wanted.counties) for name in wanted.names or known]
    finally:
        from django.db import connections

        connections.close_all()
        if not was_running:
            servers.stop()
    for result in results:
        print(json.dumps(result, ensure_ascii=False) if wanted.json else in_words(result))
    return 0


def prepare(servers: Embedded) -> None:
    """The database, and an environment in which the settings mean it."""
    if "DATABASE_URL" not in os.environ:
        connection = psycopg2.connect(servers.database_url("owner", "postgres"))
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE_NAME}")
        connection.close()
        for variable, role in (("", "app"), ("OWNER_", "owner"), ("DISPATCH_", "dispatch")):
            os.environ[f"{variable}DATABASE_URL"] = servers.database_url(role, DATABASE_NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    migrate = [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=os.environ | {"CAMPAIGN_DB_ROLE": "owner"}, check=True)
    import django

    django.setup()


def measure(name: str, counties: int | None) -> dict[str, Any]:
    run = importlib.import_module(f"tests.performance.bench_{name}").run
    takes_counties = "counties" in inspect.signature(run).parameters
    found = run(counties=counties) if takes_counties and counties else run()
    return {"name": name, **dict.fromkeys(COLUMNS), **found}


def in_words(result: dict[str, Any]) -> str:
    figures = (f"{column} {result[column]}" for column in COLUMNS if result[column] is not None)
    return f"{result['name']:<20} {'  '.join(figures)}"
