"""Between two tests that commit, the tables are emptied also while the last request of the first is still at work."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections

from organizations.models import County
from tests.processes import somebody_waits, wait_until
from tests.roles import make_county

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
# Of the platform, so that no county has to be open to read them.
READABLE = {"organizations_county", "organizations_account", "django_session", "django_content_type"}


def test_a_request_that_crosses_the_flush_does_not_end_it():
    make_county(code="530903", name="过客县", department_name="过客县委组织部")
    holds, crosses = threading.Event(), threading.Event()
    ended: list[str] = []
    # The flush takes its locks in this order: it holds the first of them while it waits for the last.
    wanted, *_between, held = [
        table
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if table in READABLE
    ]

    def request() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SELECT count(*) FROM {held}")  # noqa: S608
            holds.set()
            assert crosses.wait(30)
            cursor.execute(f"SELECT count(*) FROM {wanted}")  # noqa: S608
            cursor.execute("COMMIT")
        ended.append("request")
        connections.close_all()

    def flush() -> None:
        call_command("flush", interactive=False, verbosity=0)
        ended.append("flush")
        connections.close_all()

    threads = [threading.Thread(target=request), threading.Thread(target=flush)]
    threads[0].start()
    assert holds.wait(30)
    threads[1].start()

    wait_until(somebody_waits)
    crosses.set()
    for thread in threads:
        thread.join(60)
    assert ended == ["request", "flush"]
    assert not County.objects.filter(code="530903").exists()
