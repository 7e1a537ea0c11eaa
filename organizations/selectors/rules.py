"""What the rules page shows: each rule with what holds now and what comes next, and the whole history."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from organizations.models import RuleSetting
from organizations.rules import RULES, Rule


@dataclass(frozen=True)
class RuleLine:
    """One rule on a day. `since` is None while the default holds; `following` is the next change, if one is set."""

    rule: Rule
    value: str
    since: date | None
    source: str | Promise
    following: "SettingLine | None"


@dataclass(frozen=True)
class SettingLine:
    """One value of a rule that the county has set."""

    setting: RuleSetting
    rule: Rule
    value: str
    is_future: bool


def rules_on(*, on: date) -> list[RuleLine]:
    lines = setting_lines(on=on)
    return [_line(known, [line for line in lines if line.rule is known]) for known in RULES.values()]


def setting_lines(*, on: date, key: str = "") -> list[SettingLine]:
    """All values that the county has set (of one rule, or of all), newest first. A row of a rule that is no longer in
    the registry stays in the database and in the audit trail, and is not shown."""
    rows = RuleSetting.objects.filter(key__in=[key] if key else list(RULES)).order_by("-effective_from", "key")
    return [
        SettingLine(
            row, RULES[row.key], RULES[row.key].in_words(RULES[row.key].read(row.value)), row.effective_from > on
        )
        for row in rows
    ]


def _line(known: Rule, lines: list[SettingLine]) -> RuleLine:
    future = [line for line in lines if line.is_future]
    holding = [line for line in lines if not line.is_future]
    following = future[-1] if future else None
    if not holding:
        return RuleLine(known, known.in_words(known.default), None, known.source, following)
    now = holding[0].setting
    return RuleLine(known, holding[0].value, now.effective_from, now.source, following)
