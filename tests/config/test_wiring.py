"""Request numbers, language, error pages, health, logs, children of the starter."""

import json
import logging
import signal
import sys
import time

import psutil
import pytest
from django.http import HttpResponse
from django.utils import translation

from config import errors, health, middleware, schedule
from config.logs import JsonFormatter, RequestIdFilter, request_id
from config.starter.children import Child, clear_orphans


def test_a_request_has_one_number_everywhere(rf, settings):
    seen = []
    handler = middleware.RequestId(lambda request: HttpResponse(seen.append((request.request_id, request_id.get()))))
    response = handler(rf.get("/", headers={"X-Request-ID": "from-a-stranger"}))
    assert seen == [(response["X-Request-ID"],) * 2]
    assert response["X-Request-ID"] != "from-a-stranger"
    settings.TRUSTED_PROXIES = 1
    assert handler(rf.get("/", headers={"X-Request-ID": "from-our-proxy"}))["X-Request-ID"] == "from-our-proxy"
    assert "\n" not in handler(rf.get("/", headers={"X-Request-ID": "two\nlines-and-more"}))["X-Request-ID"]


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("xx", "zh-hans"), ("../en", "zh-hans")],
)
def test_the_cookie_alone_chooses_the_language(rf, cookie, language):
    request = rf.get("/", headers={"Accept-Language": "en"})
    if cookie:
        request.COOKIES["language"] = cookie
    handler = middleware.CookieLanguage(lambda request: HttpResponse(translation.get_language()))
    assert handler(request).content.decode() == language


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (errors.bad_request, 400),
        (errors.page_not_found, 404),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
    ],
)
@pytest.mark.django_db
def test_error_pages_have_their_code_and_number(rf, client, view, code):
    request_id.set("a-number-to-quote")
    # As a stranger's request looks when it has passed the middleware.
    request = client.get("/healthz").wsgi_request
    response = view(request)
    assert response.status_code == code


def test_the_last_page_needs_no_database(rf, monkeypatch):
    # No django_db mark: any query would fail this test.
    request_id.set("a-number-to-quote")
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "a-number-to-quote" in response.content.decode()
    monkeypatch.setattr(errors.loader, "render_to_string", lambda *a, **k: 1 / 0)
    assert "a-number-to-quote" in errors.server_error(rf.get("/")).content.decode()


def test_alive_means_only_this_process(rf):
    assert json.loads(health.healthz(rf.get("/healthz")).content) == {"status": "ok"}


@pytest.mark.django_db(databases=["default", "dispatch"], transaction=True)
def test_ready(rf):
    """On an empty outbox: a test that commits does not meet the jobs of the standing cast, which wait and grow late."""
    answer = json.loads(health.readyz(rf.get("/readyz")).content)
    assert answer == {
        "status": "ok", "database": "ok", "migrations": "ok", "broker": "ok", "outbox_overdue_seconds": 0, "outbox_most_attempts": 0,
    }  # fmt: skip


def _raise(*_args):
    raise OSError("postgresql://user:secret@host")


@pytest.mark.django_db(databases=["default", "dispatch"])
@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ("_database", 503, "unready"),
        ("_migrations", 503, "unready"),
        ("_broker", 200, "degraded"),
        ("outbox", 200, "degraded"),
    ],
)
def test_not_ready(rf, monkeypatch, broken, code, status):
    monkeypatch.setattr(health, broken, _raise)
    response = health.readyz(rf.get("/readyz"))
    assert (response.status_code, json.loads(response.content)["status"]) == (code, status)
    assert b"secret" not in response.content


@pytest.mark.django_db(databases=["default", "dispatch"])
@pytest.mark.parametrize("waiting", [(3600.0, 1), (0.0, 4)])
def test_late_work_is_said(rf, monkeypatch, waiting):
    monkeypatch.setattr(health, "outbox", lambda: waiting)
    assert json.loads(health.readyz(rf.get("/readyz")).content)["status"] == "degraded"


def test_a_log_line_is_one_line_and_keeps_texts_out():
    record = logging.makeLogRecord(
        {"msg": "two\nlines \u2028", "levelname": "INFO", "name": "x", "job_id": 7, "phone": "138"}
    )
    request_id.set("number")
    RequestIdFilter().filter(record)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["message"], line["request_id"], line["job_id"]) == ("two\nlines \u2028", "number", 7)
    assert "phone" not in line


def test_the_clock_names_tasks_that_exist():
    from config.celery import app

    app.loader.import_default_modules()
    assert {entry.task for entry in schedule.SCHEDULE} <= set(app.tasks)
    assert len({entry.name for entry in schedule.SCHEDULE}) == len(schedule.SCHEDULE)


def wait(condition, patience=15):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_child_that_dies_is_started_again_and_said(tmp_path):
    said = []
    child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {}, tmp_path)
    child.pause = 0.1
    child.start()
    first = child.process.pid
    child.process.send_signal(signal.SIGKILL)
    child.process.wait()
    child.watch(said.append)
    assert "sleeper ended (signal SIGKILL)" in said[0]
    assert child.process is None
    time.sleep(0.2)
    child.watch(said.append)
    assert child.process.pid != first
    child.ask_to_stop()
    child.stop(5)
    assert not child.note.exists()


def test_orphans_are_found_by_their_birthday(tmp_path):
    child = Child("orphan", [sys.executable, "-c", "import time; time.sleep(60)"], {}, tmp_path)
    child.start()
    try:
        # The same number, another birthday: somebody else's process by now, which must live.
        note = child.note.read_text()
        child.note.write_text(f"{child.process.pid} 1.0")
        assert clear_orphans(tmp_path) == []
        assert psutil.pid_exists(child.process.pid)
        child.note.write_text(note)
        assert clear_orphans(tmp_path) == ["orphan"]
    finally:
        child.process.kill()
        child.process.wait()
