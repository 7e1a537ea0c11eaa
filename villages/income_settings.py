"""The county's rules about income, as the pure functions want them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from organizations.rules import rule, rule_values
from villages.income_rules import TEN_THOUSAND
from villages.models import IncomeLine

KEYS = ("income.lines", "income.bands", "income.empty_below", "income.jump_times", "income.fall_percent")


@dataclass(frozen=True)
class IncomeSettings:
    """`bands` and `empty_below` in yuan; `fall_share` 0–1."""

    lines: tuple[str, ...]
    bands: tuple[Decimal, ...]
    empty_below: Decimal
    jump_times: Decimal
    fall_share: Decimal


def income_settings(on: date) -> IncomeSettings:
    """What holds on the day: one query."""
    values = rule_values(*KEYS, on=on)
    return IncomeSettings(
        lines=parse_lines(values["income.lines"]),
        bands=parse_bands(values["income.bands"]),
        empty_below=Decimal(values["income.empty_below"]) * TEN_THOUSAND,
        jump_times=Decimal(values["income.jump_times"]),
        fall_share=Decimal(values["income.fall_percent"]) / 100,
    )


def parse_lines(text: str) -> tuple[str, ...]:
    """Words to lines; words that are no line are left out, and a rule without any line falls back to its default."""
    by_words = {str(words): value for value, words in _chinese()}
    found = tuple(by_words[word.strip()] for word in text.split("/") if word.strip() in by_words)
    return found or parse_lines(rule("income.lines").default)


def parse_bands(text: str) -> tuple[Decimal, ...]:
    """Ascending floors in yuan; what is no number is left out, and a rule without any falls back to its default."""
    found = set()
    for word in text.split("/"):
        try:
            number = Decimal(word.strip())
        except InvalidOperation:
            continue
        if number.is_finite() and number > 0:
            found.add(number * TEN_THOUSAND)
    return tuple(sorted(found)) or parse_bands(rule("income.bands").default)


def line_words(lines: tuple[str, ...] | list[str]) -> str:
    """The lines that count, as they are printed beside every figure."""
    words = dict(IncomeLine.choices)
    return "、".join(str(words[line]) for line in IncomeLine.values if line in lines)


def _chinese() -> list[tuple[str, str]]:
    """Rules are written in Chinese whatever the language of the page."""
    return [
        ("operating", "经营收入"),
        ("contract", "发包及上交收入"),
        ("investment", "投资收益"),
        ("subsidy", "补助收入"),
        ("other", "其他收入"),
    ]
