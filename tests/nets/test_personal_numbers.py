"""Phone and citizen number of a person stand whole in no page, file, log, message or queue, whoever asks.

The numbers are planted in people who are posted, on leave, found absent and recalled, and searched in every byte.
"""

import logging

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from organizations.exports.kinds import kinds
from organizations.models import Person
from organizations.roles import Role
from tests.registry import PAGES
from villages.models import VillageOfficer

PHONE, CITIZEN, OFFICER_PHONE = "13977665544", "530999198001010013", "13977665511"
MARKS = (PHONE.encode(), CITIZEN.encode(), OFFICER_PHONE.encode())
# Where the law wants the number shown in full: a page of its own, with a reason, in the trail.
REVEALED = {"organizations:person-reveal"}


@pytest.fixture
def planted(county_a, inside_a):
    with inside_a():
        for person in Person.objects.all():
            person.phone, person.citizen_number = PHONE, CITIZEN
            person.save(update_fields=["phone", "citizen_number"])
        for officer in VillageOfficer.objects.all():
            officer.phone = OFFICER_PHONE
            officer.save(update_fields=["phone"])
    return county_a


def found_in(response) -> bool:
    body = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    if body[:2] == b"PK":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    return any(mark in body for mark in MARKS)


# Those who see most people; all roles in the deep run.
GATE = (Role.COUNTY_ADMIN, Role.COUNTY_OFFICE, Role.TOWNSHIP_LEAD)


@pytest.mark.parametrize(
    "role", [pytest.param(role.value, marks=[] if role in GATE else pytest.mark.deep) for role in Role]
)
def test_no_page_shows_a_whole_number(role, planted, as_role, caplog):
    browser = as_role(role)
    caplog.set_level(logging.DEBUG)
    walked = 0
    for page in PAGES:
        if not page.get or page.name in REVEALED:
            continue
        response = browser.get(reverse(page.name, kwargs=page.kwargs(planted)), page.query(planted))
        assert not found_in(response), page.name
        walked += response.status_code == 200
    assert walked > 5
    assert not any(mark.decode() in caplog.text for mark in MARKS)


def test_no_export_hands_out_a_whole_number(planted, as_role):
    office, admin = as_role("county_office"), as_role("county_admin")
    handed = 0
    for kind in kinds():
        for form in ("xlsx", "csv"):
            for browser in (office, admin):
                response = browser.post(f"/export/{kind.slug}/", {"format": form})
                assert not found_in(response), kind.slug
                handed += response.status_code == 200
    assert handed >= 2 * len(kinds())


def test_no_row_that_travels_holds_a_whole_number(planted, as_role, inside_a):
    """Trail, messages and jobs: what is told, mailed or sent through the broker. A recall and a leave are made on the way."""
    office, lead = as_role("county_office"), as_role("township_lead")
    recall = planted.extra.recall
    office.post(f"/recalls/{recall.public_id}/step/", {"step": "drop", "words": "情况不实", "version": recall.version})
    leave = planted.extra.leave
    lead.post(f"/leave/{leave.public_id}/decide/", {"decision": "approve", "answer": "", "version": leave.version})
    with inside_a(), connection.cursor() as cursor:
        for table in ("auditentry", "notice", "outboxjob", "importrow", "exportjob"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM organizations_{table} AS row")  # noqa: S608
            text = cursor.fetchone()[0] or ""
            assert not any(mark.decode() in text for mark in MARKS), table
    assert settings.DEBUG is False, "an error page of the debugger would show what it likes"
