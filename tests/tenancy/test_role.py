"""Without these the isolation tests could pass for the wrong reason: a privileged role sees and may do everything."""

import threading

import psycopg2
import pytest
from django.db import ProgrammingError, connection, connections

PRIVILEGES = "SELECT current_user, rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = current_user"


def who(alias: str = "default") -> tuple[str, bool]:
    with connections[alias].cursor() as cursor:
        cursor.execute(PRIVILEGES)
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_test_connection_is_the_unprivileged_application():
    assert who() == ("campaign_app", False)


@pytest.mark.django_db(databases=["default", "dispatch"])
def test_the_dispatcher_is_itself():
    assert who("dispatch") == ("campaign_dispatch", False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after a flush"])
def test_also_in_tests_that_commit(time):
    assert who() == ("campaign_app", False)


@pytest.mark.django_db(transaction=True)
def test_connections_of_other_threads_are_too():
    """A live server answers from threads of its own, which connect anew."""
    found = []

    def look() -> None:
        found.append(who())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [("campaign_app", False)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["CREATE TABLE planted (id int)", "TRUNCATE django_session", "DROP TABLE django_session"]
)
def test_it_owns_nothing_and_makes_nothing(statement):
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_processes_of_a_test_log_in_as_the_application(process_environment):
    for name, role in (("DATABASE_URL", "campaign_app"), ("DISPATCH_DATABASE_URL", "campaign_dispatch")):
        link = psycopg2.connect(process_environment[name])
        cursor = link.cursor()
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == (role, connection.settings_dict["NAME"])
        link.close()
