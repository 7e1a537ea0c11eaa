"""Default privileges, given by the owner before the first table of a migration run is made.

`deploy/roles.sql` does the same as a superuser. It is repeated here because they are kept per database: a database
that was made by hand, restored or created by a test run would otherwise have tables the application cannot read.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OWNER, APP = "campaign_owner", "campaign_app"
STATEMENTS = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
)


def prepare_database(connection: BaseDatabaseWrapper) -> None:
    """Call it as the owner. Repeating it changes nothing."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)


def prepare_before_migrations(using: str, **_kwargs: Any) -> None:
    connection = connections[using]
    if connection.settings_dict["USER"] == OWNER:
        prepare_database(connection)
