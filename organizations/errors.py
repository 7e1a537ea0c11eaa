"""Refusals that a person can understand, raised by services and answered by the views."""


class StaleVersion(Exception):
    """Somebody else saved the same row in between. Carries the row as it stands now; nothing was written."""

    def __init__(self, current):
        super().__init__("The row was changed by somebody else.")
        self.current = current
