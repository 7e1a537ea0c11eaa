"""Findings of a year by person: how many count, what follows, and the sentence that says why."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cadres.consequences import Step, step_of
from cadres.leave_words import finding_kinds
from cadres.models import Finding
from organizations.roles import Reach, Role, reach_of
from organizations.rule_texts import read_steps
from organizations.rules import rule_values

RULES = ("findings.counted", "findings.consequences", "findings.township_deduction", "findings.sender_deduction")


@dataclass(frozen=True)
class YearFindings:
    """What holds against a person in a year. `pending` of the counted ones are objected to and not answered yet."""

    year: int
    findings: list[Finding]
    counted: int
    pending: int
    step: Step
    township_deduction: Decimal
    sender_deduction: Decimal

    @property
    def ceiling(self) -> str:
        """The year's ceiling in words, '' without one."""
        return self.step.words

    @property
    def why(self) -> str:
        """2026年2次无故不在岗 → 年度考核不得评为优秀"""
        if not self.step.words:
            return ""
        facts = {"year": self.year, "n": self.counted, "what": _("无故不在岗"), "then": self.step.words}
        said = _("%(year)s年%(n)s次%(what)s → %(then)s") % facts
        return said + (_("（其中 %(n)s 次有异议待核）") % {"n": self.pending} if self.pending else "")

    @property
    def deductions(self) -> list[str]:
        said = []
        if self.counted and self.township_deduction:
            said.append(_("所在乡镇扣 %(n)s 分") % {"n": f"{(self.township_deduction * self.counted).normalize():f}"})
        if self.counted and self.sender_deduction:
            said.append(_("派出单位扣 %(n)s 分") % {"n": f"{self.sender_deduction.normalize():f}"})
        return said


def year_findings(*, people: Collection[int], year: int, on: date) -> dict[int, YearFindings]:
    """By person, of any posting; two queries. Found after `on` is not in it. The rules are those of the year's last day
    so far: what follows is said at the end of the year."""
    values = rule_values(*RULES, on=min(on, date(year, 12, 31)))
    kinds, steps = finding_kinds(values["findings.counted"]), read_steps(values["findings.consequences"])
    rows: dict[int, list[Finding]] = defaultdict(list)
    held = Finding.objects.that_hold().filter(posting__person__in=people, found_on__year=year, found_on__lte=on)
    for finding in held.select_related("posting").order_by("found_on", "id"):
        rows[finding.posting.person_id].append(finding)
    found = {}
    for person in people:
        counting = [row for row in rows[person] if row.kind in kinds]
        pending = sum(row.state == Finding.State.OBJECTED for row in counting)
        found[person] = YearFindings(
            year, rows[person], len(counting), pending, step_of(len(counting), steps),
            values["findings.township_deduction"], values["findings.sender_deduction"],
        )  # fmt: skip
    return found


def may_object(finding: Finding, account) -> bool:
    """The person himself, the township's secretary, and the unit that sent him; once."""
    membership = account.membership
    reach = reach_of(membership, "cadres.object_finding")
    if reach is None or finding.state != Finding.State.FOUND:
        return False
    if reach is Reach.OWN:
        return finding.account_id == account.pk
    if membership.role == Role.UNIT_LIAISON:
        return finding.posting.sending_unit_id == membership.unit_id
    return finding.slice_path.startswith(membership.unit.path)
