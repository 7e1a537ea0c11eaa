"""Who the test connections are. The settings dict of an alias is shared by all its connections, also those that the
threads of a live server open later, so changing the user there changes everybody who connects from then on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import connections
from psycopg2.errors import DeadlockDetected

LOGIN = ("USER", "PASSWORD")
FLUSHES = 5


def log_in(account: dict[str, dict]) -> None:
    """Every alias connects as the account named for it from now on."""
    for alias, login in account.items():
        connections[alias].close()
        connections[alias].settings_dict.update(login)


def unprivileged() -> dict[str, dict]:
    """The log-ins the settings came with."""
    return {alias: {part: connections[alias].settings_dict[part] for part in LOGIN} for alias in connections}


def owner() -> dict[str, dict]:
    return {alias: {part: settings.OWNER_DATABASE[part] for part in LOGIN} for alias in connections}


@contextmanager
def as_owner() -> Iterator[None]:
    """Reconnects: not inside a transaction, and what is not committed is not seen."""
    before = unprivileged()
    log_in(owner())
    try:
        yield
    finally:
        log_in(before)


def let_flush_be_owner() -> None:
    """Tests that commit clean up with TRUNCATE, which the application role must not be able to do.

    The last request of a live server may still hold a table and want another one: then PostgreSQL ends the TRUNCATE, the
    request goes on to its end, and what was to be emptied is emptied after it.
    """
    plain = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        with as_owner():
            for left in reversed(range(FLUSHES)):
                try:
                    plain(self, **options)
                    break
                except CommandError as error:
                    cause = getattr(error.__cause__, "__cause__", None)
                    if not left or not isinstance(cause, DeadlockDetected):
                        raise

    flush.Command.handle = handle


def gather_statistics() -> None:
    """What autovacuum does on a server that has stood for a while: after a test has filled or emptied whole tables the
    planner would otherwise judge by the rows of the test before. Only for rows that are committed."""
    import psycopg2
    from django.db import connection

    from tests.addresses import address

    link = psycopg2.connect(address(settings.OWNER_DATABASE | {"NAME": connection.settings_dict["NAME"]}))
    try:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute("ANALYZE")
    finally:
        link.close()


def make_county(**facts):
    """A county, made as the platform's operator makes it: in a connection of the owner. Gone with the test's rollback?

    No: it is committed, and taken again by its code the next time.
    """
    import psycopg2
    from django.db import connection

    from organizations.models import County
    from tests.addresses import address

    target = settings.OWNER_DATABASE | {"NAME": connection.settings_dict["NAME"]}
    with psycopg2.connect(address(target)) as link, link.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organizations_county (code, name, department_name, created_at) VALUES (%(code)s, %(name)s, "
            "%(department_name)s, now()) ON CONFLICT (code) DO NOTHING",
            facts,
        )
    link.close()
    return County.objects.get(code=facts["code"])
