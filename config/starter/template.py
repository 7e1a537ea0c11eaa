"""A migrated database for the tests to be copied from: made once while the checks run, instead of once by each test process."""

import subprocess
import sys

import psycopg2
from psycopg2 import sql

from config.embedded import DATABASE, Embedded
from config.starter.places import ROOT

NAME = f"{DATABASE}_template"
VARIABLE = "TEST_TEMPLATE"  # read by config.settings.test


def begin(servers: Embedded, environment: dict[str, str]) -> subprocess.Popen | None:
    """Start to migrate; None where the environment names a server of its own, which is not ours to put databases on."""
    if "DATABASE_URL" in environment:
        return None
    connection = psycopg2.connect(servers.database_url("owner", "postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        # Anew each time: what an edited migration left behind must not stay in it.
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    connection.close()
    addresses = {
        f"{variable}DATABASE_URL": servers.database_url(role, NAME)
        for variable, role in (("", "app"), ("OWNER_", "owner"), ("DISPATCH_", "dispatch"))
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"], cwd=ROOT,
        env=environment | addresses | {"CAMPAIGN_DB_ROLE": "owner"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip


def end(process: subprocess.Popen | None) -> dict[str, str]:
    """Wait for it; what the tests' environment has to say. A migration that fails says why here, and again in the tests,
    which then migrate for themselves."""
    if process is None:
        return {}
    said, _nothing = process.communicate()
    if process.returncode:
        print(said, flush=True)
        return {}
    return {VARIABLE: NAME}
