"""The papers of a result."""

from tests.registry.page import Page
from tests.registry.results import one

EXPORT = "assessments.export_result"
PAGES = [
    Page("assessments:scores-xlsx", EXPORT, kwargs=one, why_not_walked="a file"),
    Page("assessments:result-paper", EXPORT, kwargs=one, why_not_walked="a file"),
]
