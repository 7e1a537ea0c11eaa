"""The rules a county decides for itself: which there are, what holds when the county has said nothing, and why.

A rule is read with `rule_value(key, on=day)`, never as a constant in code. The county's values are RuleSetting rows with a
date from which they hold, written by `services.rules`. The rules stand in `rule_lists`, each only when some code asks
for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organizations.models import RuleSetting
from organizations.rule_kinds import NO, YES, Rule, RuleKind
from organizations.rule_lists.campaigns import CAMPAIGN_RULES
from organizations.rule_lists.ground import GROUND_RULES
from organizations.rule_lists.income import INCOME_RULES
from organizations.rule_lists.leave import LEAVE_RULES
from organizations.rule_lists.postings import POSTING_RULES
from organizations.rule_lists.reporting import REPORTING_RULES
from organizations.rule_lists.villages import VILLAGE_RULES

RULES: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        *GROUND_RULES,
        *CAMPAIGN_RULES,
        *REPORTING_RULES,
        *VILLAGE_RULES,
        *INCOME_RULES,
        *LEAVE_RULES,
        *POSTING_RULES,
    )
}


def rule(key: str) -> Rule:
    """The rule of that key; an unknown key is a mistake in the code and raises LookupError."""
    if key not in RULES:
        raise LookupError(f"{key} is not among the rules.")
    return RULES[key]


@dataclass(frozen=True)
class RuleBook:
    """Several rules with all their dates, for who asks about many days: `value` costs no query."""

    rows: Mapping[str, list[tuple[date, Any]]]

    def value(self, key: str, on: date) -> Any:
        known = rule(key)
        held = [stored for day, stored in self.rows.get(key, []) if day <= on]
        return known.read(held[-1]) if held else known.default


def rule_book(*keys: str) -> RuleBook:
    """One query for the rules named."""
    rows: dict[str, list[tuple[date, Any]]] = {rule(key).key: [] for key in keys}
    found = RuleSetting.objects.filter(key__in=keys).order_by("effective_from")
    for key, day, value in found.values_list("key", "effective_from", "value"):
        rows[key].append((day, value))
    return RuleBook(rows)


def rule_value(key: str, *, on: date) -> Any:
    """What holds in the open county on that day: the county's value, or the default. Read anew each time: one row by
    its unique index, and right at once after a change."""
    known = rule(key)
    stored = (
        RuleSetting.objects.filter(key=key, effective_from__lte=on).order_by("-effective_from").values_list("value")
    )
    row = stored.first()
    return known.default if row is None else known.read(row[0])


def rule_values(*keys: str, on: date) -> dict[str, Any]:
    """Several rules in one query, for work that needs many of them."""
    values = {key: rule(key).default for key in keys}
    rows = RuleSetting.objects.filter(key__in=keys, effective_from__lte=on).order_by("effective_from")
    values.update({key: rule(key).read(stored) for key, stored in rows.values_list("key", "value")})
    return values


__all__ = ["NO", "RULES", "YES", "Rule", "RuleBook", "RuleKind", "rule", "rule_book", "rule_value", "rule_values"]
