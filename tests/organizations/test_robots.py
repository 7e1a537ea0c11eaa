"""Group robots: signatures, a receiver that checks them, secrets that stay secret, addresses that are refused."""

import base64
import hashlib
import hmac
import json
import logging
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from organizations import tasks
from organizations.models import AuditEntry, OutboxJob, Robot
from organizations.robots import payloads, posting
from organizations.services import robots
from organizations.tenancy.context import tenant

KEY, SECRET = "k3y-of-the-robot", "SEC-of-the-robot"
MOMENT = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def receiver():
    """A local platform that takes a message only with the right signature."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.received.append((self.path, body))
            self.send_response(server.status)
            self.send_header("Location", "http://127.0.0.1:1/inside")
            self.end_headers()
            self.wfile.write(server.answer(self.path, json.loads(body)) if server.status == 200 else b"")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.received, server.status, server.answer = [], 200, platform_answer
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def platform_answer(path: str, body: dict) -> bytes:
    """What each platform's manual says it checks, written apart from the code under test."""
    parts = urlsplit(path)
    query = parse_qs(parts.query)
    if parts.path == "/wecom":
        fine = query.get("key") == [KEY] and body["msgtype"] == "text"
        return json.dumps({"errcode": 0 if fine else 93000}).encode()
    if parts.path == "/dingtalk":
        text = f"{query['timestamp'][0]}\n{SECRET}".encode()
        wanted = base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).decode()
        fine = query["sign"] == [wanted] and query["access_token"] == [KEY]
        return json.dumps({"errcode": 0 if fine else 310000}).encode()
    wanted = base64.b64encode(hmac.new(f"{body['timestamp']}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest())
    return json.dumps({"code": 0 if body["sign"] == wanted.decode() else 19021}).encode()


def address(receiver, kind: str) -> str:
    token = "access_token" if kind == "dingtalk" else "key"
    return f"http://127.0.0.1:{receiver.server_port}/{kind}?{token}={KEY}"


@pytest.fixture
def county(county_a, settings):
    settings.ROBOTS_MAY_BE_LOCAL = True
    with tenant(county_a.county.id):
        Robot.objects.all().delete()
        yield county_a


def robot(county, receiver, kind="wecom", **change) -> Robot:
    given = {"kind": kind, "name": f"{kind}群", "address": address(receiver, kind), "secret": SECRET} | change
    return robots.add_robot(robot=Robot(**given), by=county.accounts["county_admin"])


@pytest.mark.parametrize("kind", list(payloads.PLATFORMS))
def test_the_receiver_finds_the_signature_right(county, receiver, kind):
    row = robot(county, receiver, kind)
    robots.try_robot(robot_id=row.pk)
    row.refresh_from_db()
    assert len(receiver.received) == 1
    assert "测试消息" in receiver.received[0][1].decode()
    assert row.last_sent_at is not None
    assert row.last_error == ""


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_secret_is_refused_and_tried_again(county, receiver, kind):
    row = robot(county, receiver, kind, secret="SEC-wrong")
    with pytest.raises(posting.RobotRefused):
        robots.try_robot(robot_id=row.pk)


def test_signatures_by_hand():
    """Worked out apart, with `openssl dgst -sha256 -hmac KEY -binary | base64`."""
    assert payloads.dingtalk_signature(secret="this is secret", milliseconds=1577262236757) == DINGTALK
    assert payloads.feishu_signature(secret="demo", seconds=1599360473) == FEISHU


DINGTALK = "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
FEISHU = "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


@pytest.mark.parametrize(
    ("kind", "answer", "taken"),
    [
        ("wecom", b'{"errcode":0}', True), ("wecom", b'{"errcode":93000}', False), ("wecom", b"{}", False),
        ("wecom", b"<html>", False), ("wecom", b"[]", False), ("wecom", b'{"errcode":false}', False),
        ("feishu", b'{"StatusCode":0}', True), ("feishu", b'{"code":19021}', False), ("dingtalk", b'{"errcode":0}', True),
    ],
)  # fmt: skip
def test_what_counts_as_taken(kind, answer, taken):
    assert payloads.was_taken(kind=kind, answer=answer) is taken


@pytest.mark.parametrize(
    "bad",
    [
        "http://robot.example.com/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.8/send", "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://user:pass@robot.example.com/", "https://intranet/", "ftp://robot.example.com/", "file:///etc/passwd", "https://",
        "https://a b.example.com/", "https://robot.example.com/\r\nX: 1", "没有地址",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(bad):
    with pytest.raises(posting.UnsafeAddress):
        posting.read_address(bad)


def test_a_name_that_points_into_the_house_is_refused_when_it_is_sent(monkeypatch):
    monkeypatch.setattr(
        posting.socket,
        "getaddrinfo",
        lambda *a, **k: [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.1.1.1", 443))],
    )
    with pytest.raises(posting.UnsafeAddress):
        posting.post(address="https://robot.example.com/send", body=b"{}")


def test_a_redirect_is_not_followed(county, receiver):
    receiver.status = 302
    with pytest.raises(posting.RobotRefused):
        posting.post(address=address(receiver, "wecom"), body=b"{}", may_be_local=True)
    assert len(receiver.received) == 1


def test_local_addresses_need_the_setting(county_a, settings, receiver):
    settings.ROBOTS_MAY_BE_LOCAL = False
    with tenant(county_a.county.id), pytest.raises(ValidationError):
        robot(county_a, receiver)


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_signing_platform_needs_its_secret(county, receiver, kind):
    with pytest.raises(ValidationError, match="加签"):
        robot(county, receiver, kind, secret="")


def test_a_failing_job_is_tried_again_and_names_nothing(county, receiver, caplog):
    row = robot(county, receiver)
    receiver.answer = lambda path, body: b'{"errcode":93000}'
    robots.ask_for_trial(robot=row, by=county.accounts["county_admin"])
    job = OutboxJob.objects.get(kind="try_robot")
    assert job.payload == {"robot_id": row.pk}
    with caplog.at_level(logging.DEBUG):
        assert tasks.run_job(county.county.id, job.pk) == "failed"
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("pending", "RobotRefused")
    for secret in (KEY, SECRET, str(receiver.server_port)):
        assert secret not in caplog.text
    receiver.answer = platform_answer
    assert tasks.run_job(county.county.id, job.pk) == "done"
    assert tasks.run_job(county.county.id, job.pk) == "gone"
    assert len(receiver.received) == 2


def test_secrets_stand_nowhere_in_plain(county, receiver, as_role):
    row = robot(county, receiver)
    robots.edit_robot(
        robot=row,
        values={"name": "新群", "secret": SECRET + "2"},
        version=row.version,
        by=county.accounts["county_admin"],
    )
    trail = "".join(AuditEntry.objects.filter(action__startswith="robot.").values_list("payload", flat=True))
    assert "新群" in trail
    with connection.cursor() as cursor:
        cursor.execute("SELECT address || secret FROM organizations_robot")
        stored = "".join(line[0] for line in cursor.fetchall())
    admin = as_role("county_admin")
    shown = "".join(
        admin.get(reverse(f"organizations:{name}", args=args)).content.decode()
        for name, args in (("robots", []), ("robot-edit", [row.public_id]))
    )
    for place in (trail, stored, shown):
        assert KEY not in place
        assert SECRET not in place


def test_changing_the_name_keeps_the_secret(county, receiver):
    row = robot(county, receiver)
    assert robots.edit_robot(
        robot=row,
        values={"name": "改名群", "address": "", "secret": ""},
        version=row.version,
        by=county.accounts["county_admin"],
    )
    row.refresh_from_db()
    assert row.address.open() == address(receiver, "wecom")
    assert row.secret.open() == SECRET


def test_a_refused_form_does_not_give_the_secret_back(county_a, as_role):
    page = as_role("county_admin").post(
        reverse("organizations:robot-new"),
        {"kind": "wecom", "name": "群", "address": f"http://x.example.com/?key={KEY}", "secret": SECRET},
    )
    assert page.status_code == 422
    assert "https://" in page.content.decode()
    assert KEY not in page.content.decode()
    assert SECRET not in page.content.decode()


def test_one_message_a_robot_and_day_and_none_when_off(county, receiver):
    robot(county, receiver), robot(county, receiver, "feishu", active=False)
    today = timezone.localdate()
    assert (robots.tell_robots(on=today), robots.tell_robots(on=today)) == (1, 0)


def test_after_the_hours_of_work_the_group_is_left_in_peace(county, receiver):
    row = robot(county, receiver)
    from campaigns.models import Reminder  # the text comes from the floor above

    Reminder.objects.create(unit=county.units.maple, day="2026-06-16", duties=2)
    robots.tell_robot(robot_id=row.pk, day="2026-06-16")
    row.refresh_from_db()
    assert receiver.received == []
    assert "过了工作时间" in row.last_error


def test_given_up_jobs_are_shown_and_can_be_tried_again(county, receiver, as_role):
    row = robot(county, receiver)
    robots.ask_for_trial(robot=row, by=county.accounts["county_admin"])
    OutboxJob.objects.filter(kind="try_robot").update(state="dead", last_error="RobotUnreachable", attempts=5)
    admin = as_role("county_admin")
    assert "没有应答" in admin.get(reverse("organizations:robots")).content.decode()
    assert "个后台任务没有办成" in admin.get("/").content.decode()
    assert admin.post(reverse("organizations:jobs-revive")).status_code == 302
    assert OutboxJob.objects.get(kind="try_robot").state == "pending"
