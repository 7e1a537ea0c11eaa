"""The way back from the pages below an assessment."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment


def crumbs(row: Assessment, last: str) -> list[tuple[str, str]]:
    """List of assessments, the assessment, this page."""
    return [
        (_("考核"), reverse("assessments:results")),
        (row.name, reverse("assessments:result", args=[row.public_id])),
        (last, ""),
    ]
