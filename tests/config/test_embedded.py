"""The embedded servers' addresses, and what a killed run can leave behind."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from config.embedded import LONGEST_SOCKET_FOLDER, Embedded
from config.settings.broker import numbered
from config.settings.databases import database


def test_addresses_are_known_without_asking(tmp_path):
    first, again, other = Embedded(tmp_path / "a b 县"), Embedded(tmp_path / "a b 县"), Embedded(tmp_path / "c")
    assert first.database_url() == again.database_url() != other.database_url()
    assert first.redis_url() == again.redis_url() != other.redis_url()
    assert len(os.fsencode(first.sockets)) <= LONGEST_SOCKET_FOLDER
    assert not first.folder.exists(), "asking for an address makes nothing"


def test_a_strangers_folder_in_the_place_of_ours_is_not_used(tmp_path, monkeypatch):
    servers = Embedded(tmp_path)
    expected = servers.sockets
    # A link where the folder should be: whoever put it there would receive our connections.
    target = tmp_path / "elsewhere"
    target.mkdir()
    expected.symlink_to(target)
    try:
        monkeypatch.setenv("TMPDIR", str(tmp_path)[:LONGEST_SOCKET_FOLDER])
        assert Embedded(tmp_path)._usable(expected) is False
    finally:
        expected.unlink()


def test_socket_addresses_become_django_settings():
    found = database(
        "postgresql://campaign_app:p%40ss@/name?host=%2Ftmp%2Fa%20b&port=5433&sslmode=disable", {"CONN_MAX_AGE": 5}
    )
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/tmp/a b", "5433", "name")
    assert (found["PASSWORD"], found["CONN_MAX_AGE"]) == ("p@ss", 5)
    assert found["OPTIONS"] == {"sslmode": "disable"}


def test_numbered_brokers():
    assert numbered("redis+socket:///tmp/a.sock", 2) == "redis+socket:///tmp/a.sock?virtual_host=2"
    assert numbered("redis://:pw@host:6379/0", 3) == "redis://:pw@host:6379/3"


@pytest.mark.servers
@pytest.mark.deep
def test_life_and_death(tmp_path):
    """Start, start again, kill both, start over with the data, in a folder with a space and Chinese characters."""
    # As the trial runs, not as the tests do: those may lose the last moment in a crash, and say so in their settings.
    servers = Embedded(tmp_path / "a b 县")
    servers.folder.parent.mkdir()
    try:
        servers.start()
        servers.start()
        _say(servers, "CREATE TABLE kept (id int)")
        for pid in (servers._postmaster(), int((servers.sockets / "valkey.pid").read_text())):
            subprocess.run(["kill", "-9", str(pid)], check=True)
        servers.start()
        _say(servers, "SELECT * FROM kept")
        with Celery(broker=servers.redis_url(), set_as_current=False).connection_for_write() as connection:
            connection.ensure_connection(max_retries=1)
        # Swept away by a cleaner of temporary files while the server runs.
        for socket in servers.sockets.iterdir():
            socket.unlink()
        servers.start()
        _say(servers, "SELECT * FROM kept")
        # A left-over file with the number of a process that is something else by now.
        servers.stop()
        (servers.home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
        servers.start()
        _say(servers, "SELECT * FROM kept")
    finally:
        servers.stop()
        shutil.rmtree(servers.home)  # as root it is outside the folder that pytest clears
    assert not servers.is_running()
    assert not Path(servers.sockets).exists()


def _say(servers: Embedded, statement: str) -> None:
    connection = psycopg2.connect(servers.database_url("owner"))
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()
