"""`with tenant(county_id):` is the only door into a county's data.

It opens a transaction, tells PostgreSQL the county for this transaction only (row-level security reads it), and tells
our ORM layer the same. A session-level SET is never used: with any pool it would leak to the next user.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

# OFFSET 0 keeps the inner query apart, so that the old value is read before the new one is set.
SET_COUNTY = """
SELECT previous, set_config('app.county_id', CASE WHEN previous IN ('', %s) THEN %s ELSE previous END, true)
FROM (SELECT coalesce(current_setting('app.county_id', true), '') AS previous OFFSET 0) AS before
"""

_county_id: ContextVar[int | None] = ContextVar("county_id", default=None)


class TenantError(RuntimeError):
    """County data was asked for outside `tenant()`, or for another county than the open one."""


def current_county_id() -> int:
    """The open county; raises TenantError when none is open, so that nothing is answered by silence."""
    county_id = _county_id.get()
    if county_id is None:
        raise TenantError("No county is open. Wrap the work in `with tenant(county_id):`.")
    return county_id


def county_is_open() -> bool:
    return _county_id.get() is not None


@contextmanager
def tenant(county_id: int, *, one_snapshot: bool = False) -> Iterator[None]:
    """Open one county for the time of one transaction. Nesting the same county is harmless, another one is refused.

    `one_snapshot`: all queries see the county as it was at the first; PostgreSQL refuses to change a row that somebody
    changed since. Only for work that may be tried again, and only of the outermost block: inside, it changes nothing.
    """
    if not isinstance(county_id, int) or isinstance(county_id, bool):
        raise TenantError(f"A county is opened by its integer id, not by {county_id!r}.")
    outer = _county_id.get()
    if outer is not None and outer != county_id:
        raise TenantError("Another county is open already; one transaction belongs to one county.")
    is_inside = connection.in_atomic_block
    with transaction.atomic():
        if one_snapshot and not is_inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        previous = _tell_database(county_id)
        token = _county_id.set(county_id)
        finished = False
        try:
            yield
            finished = True
        finally:
            _county_id.reset(token)
            # An inner commit would keep the value for the outer block, so it is put back; the end of the whole transaction
            # forgets it by itself. After an error the rollback restores it, and SQL here would only hide the real error.
            if is_inside and previous != str(county_id) and finished and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('app.county_id', %s, true)", [previous])


def _tell_database(county_id: int) -> str:
    """What stood there before, read and set in one statement; another county's stays as it is and is refused."""
    with connection.cursor() as cursor:
        cursor.execute(SET_COUNTY, [str(county_id), str(county_id)])
        previous = cursor.fetchone()[0]
    if previous not in ("", str(county_id)):
        raise TenantError("The database transaction belongs to another county.")
    return previous
