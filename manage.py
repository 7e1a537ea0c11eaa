#!/usr/bin/env python3
"""Django's door for operators. Without settings named in the environment it serves the trial."""

import os
import sys

# These change tables or make counties, which only the owner of the database may (OWNER_DATABASE_URL).
OWNER_COMMANDS = {"migrate", "sample_data", "create_county"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.trial")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ.setdefault("CAMPAIGN_DB_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
