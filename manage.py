#!/usr/bin/env python3
"""Django's door for operators. Without settings named in the environment it serves the trial."""

import os
import sys

# These change tables, so they log in as the owner of the database (OWNER_DATABASE_URL); everything else as the app.
OWNER_COMMANDS = {"migrate", "sample_data"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.trial")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ.setdefault("CAMPAIGN_DB_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
