"""What the pages of findings show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Finding
from cadres.selectors.findings import YearFindings, year_findings

TAGS = {"found": "late", "objected": "warn", "upheld": "late", "dropped": "idle"}


@dataclass(frozen=True)
class FindingRow:
    """A finding with its person's year: the ceiling is said beside each."""

    finding: Finding
    tag: str
    year: YearFindings


def finding_rows(findings: Iterable[Finding], on: date) -> list[FindingRow]:
    """Two queries a year on the page; a page of a list spans a year or two."""
    rows = list(findings)
    people: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        people[row.found_on.year].add(row.posting.person_id)
    years = {year: year_findings(people=found, year=year, on=on) for year, found in people.items()}
    return [FindingRow(row, TAGS[row.state], years[row.found_on.year][row.posting.person_id]) for row in rows]


def years_of(findings) -> list[int]:
    return [day.year for day in findings.order_by().dates("found_on", "year", order="DESC")]


def history(finding: Finding) -> list[dict]:
    """Newest first."""
    items = []
    if finding.answered_at:
        kind = "late" if finding.state == Finding.State.UPHELD else "ok"
        what = f"{finding.get_state_display()}：{finding.answer}"
        items.append({"when": finding.answered_at, "who": str(finding.answered_by or ""), "what": what, "kind": kind})
    if finding.objected_at or finding.objection:
        items.append(
            {
                "when": finding.objected_at or "", "who": str(finding.objected_by or ""), "kind": "warn",
                "what": _("提出异议：%(words)s") % {"words": finding.objection},
            }
        )  # fmt: skip
    items.append({"when": finding.recorded_at, "who": str(finding.found_by or ""), "what": _("登记抽查发现")})
    return items
