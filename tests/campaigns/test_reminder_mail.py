"""Reminders by e-mail: an address of one's own, and what a mail server receives of the day's digest."""

import email
import email.policy
import socketserver
import threading
from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Assignment, Duty, Reminder
from campaigns.services import reminders
from organizations import tasks
from organizations.models import AuditEntry, CalendarDay, Message, OutboxJob, Person, RuleSetting
from organizations.services import emails
from organizations.tenancy.context import tenant
from organizations.working_time import COUNTY_TIME

ADDRESS = "fenglin.dangban@example.com"
PHONE, CITIZEN = "13900001234", "53090119900307123X"


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs to hear."""

    def handle(self):
        self._say("220 mail.example.com")
        to = []
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("RCPT"):
                to.append(line.partition("<")[2].rstrip(">"))
                self._say("450 later" if self.server.refusing else "250 fine")
            elif word == "DATA":
                self._say("354 go on")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                self.server.received.append((to, email.message_from_bytes(body, policy=email.policy.default)))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as found:
        found.daemon_threads, found.received, found.refusing = True, [], False
        threading.Thread(target=found.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.server_address
        yield found
        found.shutdown()


@pytest.fixture
def county(county_a):
    """枫林镇 owes one report today; it is a working day, at any hour; the township's clerk has an address."""
    with tenant(county_a.county.id):
        today = timezone.localdate()
        Duty.objects.all().update(state="waived", waived_reason="不在这里用")
        Reminder.objects.all().delete()
        OutboxJob.objects.all().delete()
        CalendarDay.objects.update_or_create(day=today, defaults={"is_working": True})
        for key, value in {"notices.quiet_hours_end": 0, "notices.quiet_hours_start": 24, emails.BY_MAIL: True}.items():
            RuleSetting.objects.create(key=key, effective_from="2026-01-01", value=value)
        share = Assignment.objects.get(task=county_a.extra.tasks[0], unit=county_a.units.stone)
        Duty.objects.create(
            campaign=county_a.extra.campaign, assignment=share, unit=share.unit, kind="report", period_key="day:a",
            starts_on=today, ends_on=today, due_on=today,
        )  # fmt: skip
        emails.set_own_email(email=ADDRESS, by=county_a.accounts["township"])
        yield county_a


def remind() -> OutboxJob | None:
    now = timezone.localtime()
    assert reminders.remind(moment=datetime(now.year, now.month, now.day, 10, tzinfo=COUNTY_TIME)) == 1
    return OutboxJob.objects.filter(kind="mail_reminder").first()


def test_the_digest_reaches_the_address_and_nobody_else(county, server):
    campaign = county.extra.campaign
    campaign.name = f"强支部活动 {PHONE} {CITIZEN}"
    campaign.save()
    job = remind()
    assert OutboxJob.objects.filter(kind="mail_reminder").count() == 1, "the others of the unit gave no address"
    assert list(job.payload) == ["message_id"]
    assert tasks.run_job(county.county.id, job.pk) == "done"
    assert tasks.run_job(county.county.id, job.pk) == "gone"
    [(to, mail)] = server.received
    assert to == [ADDRESS]
    assert mail["Subject"] == f"{county.county.name}：1 项填报待办"
    text = mail.get_content()
    assert "强支部活动" in text
    assert "请登录" in text
    phones = [person.phone.open() for person in Person.objects.all() if person.phone]
    for canary in (PHONE, CITIZEN, *phones):
        assert canary not in text, "a name typed freely must not carry a number out"


def test_what_fails_is_tried_again_and_names_nobody(county, server, caplog):
    server.refusing = True
    job = remind()
    assert tasks.run_job(county.county.id, job.pk) == "failed"
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("pending", "MailRefused")
    assert ADDRESS not in caplog.text
    server.refusing = False
    assert tasks.run_job(county.county.id, job.pk) == "done"
    assert len(server.received) == 1


def _off(county):
    RuleSetting.objects.filter(key=emails.BY_MAIL).update(effective_from="2999-01-01")


def _gone(county):
    emails.set_own_email(email="", by=county.accounts["township"])


def _closed(county):
    county.accounts["township"].is_active = False
    county.accounts["township"].save()


def _holiday(county):
    CalendarDay.objects.filter(day=timezone.localdate()).update(is_working=False)


@pytest.mark.parametrize("change", [_off, _gone, _closed, _holiday])
def test_what_changed_before_it_was_sent_counts(change, county, server):
    job = remind()
    change(county)
    assert tasks.run_job(county.county.id, job.pk) == "done"
    assert server.received == []


@pytest.mark.parametrize("change", [_off, _gone])
def test_no_job_where_nobody_wants_it(change, county, server):
    change(county)
    assert remind() is None
    assert Message.objects.filter(account=county.accounts["township"]).exists(), "the message in the system stays"


def test_without_a_server_there_is_no_job(county, settings):
    settings.EMAIL_HOST = ""
    assert remind() is None


@pytest.mark.parametrize(
    "typed",
    [
        "name",
        "@example.com",
        "a b@example.com",
        "名@example.com",
        "a@b@c",
        "a@example.com\nBcc: b@example.com",
        "x" * 260 + "@example.com",
        "x" * 400,
    ],
)
def test_what_is_no_address_is_told_beside_the_field(typed, as_role):
    answer = as_role("township").post("/account/email/", {"email": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]


def test_typed_on_the_own_page_masked_for_others_and_sealed(county_a, as_role, inside_a):
    own = as_role("township")
    assert own.post("/account/email/", {"email": ADDRESS}).status_code == 302
    assert f'value="{ADDRESS}"' in own.get("/account/").content.decode()
    with inside_a():
        person = county_a.people["township"]
        trail = AuditEntry.objects.get(action="person.set_email").payload
        with connection.cursor() as cursor:
            cursor.execute("SELECT email FROM organizations_person WHERE id = %s", [person.pk])
            stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")
    assert ADDRESS not in trail
    page = as_role("county_admin").get(f"/people/{person.public_id}/").content.decode()
    assert "f***@example.com" in page
    assert ADDRESS not in page
    assert own.post("/account/email/", {"email": ""}).status_code == 302
    with inside_a():
        person.refresh_from_db()
        assert not person.email
