"""A notice on its whole road: page, outbox, dispatcher, broker, worker, inbox."""

import pytest
from django.urls import reverse

from organizations.models import Message, Notice, OutboxJob
from organizations.tenancy.context import tenant
from tests.processes import Crew, own_broker, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crew(process_environment, tmp_path):
    with own_broker() as (address, _broker):
        crew = Crew(process_environment | {"REDIS_URL": address}, tmp_path)
        yield crew
        crew.dismiss()


def test_a_notice_reaches_the_inbox(both, as_role, crew):
    a, b = both
    dispatcher, worker = crew.dispatcher(lease=60), crew.worker()
    form = {"subject": "一路送达", "body": "请查收。", "group": str(a.extra.unit_group.public_id)}
    assert as_role("county_office").post(reverse("organizations:notice-new"), form).status_code == 302

    def delivered() -> bool:
        with tenant(a.county.id):
            return Notice.objects.filter(subject="一路送达", delivered_at__isnull=False).exists()

    wait_until(delivered, seconds=25, what=crew.logs)
    assert "一路送达" in as_role("township").get(reverse("organizations:inbox")).content.decode()
    with tenant(a.county.id):
        # The cast's own notice was still waiting too; it had been delivered by hand, and tells nobody twice.
        wait_until(lambda: not OutboxJob.objects.filter(state="pending").exists(), what=crew.logs)
        assert Message.objects.filter(notice__subject="一路送达").count() == 2
        assert set(OutboxJob.objects.values_list("attempts", flat=True)) == {1}
    with tenant(b.county.id):
        assert not Notice.objects.filter(subject="一路送达").exists()
    assert dispatcher.stop() == 0, "SIGTERM ends the dispatcher quietly"
    assert worker.stop() == 0
