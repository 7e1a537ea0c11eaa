"""What so many findings in a year mean, by the county's steps. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """The step that is reached, and the next one."""

    words: str = ""
    since: int = 0
    next_words: str = ""
    next_at: int = 0


def step_of(number: int, steps: Sequence[tuple[int, str]]) -> Step:
    """The highest step that is not above the number; none below the first."""
    reached = [(at, words) for at, words in sorted(steps) if at <= number]
    ahead = [(at, words) for at, words in sorted(steps) if at > number]
    since, words = reached[-1] if reached else (0, "")
    next_at, next_words = ahead[0] if ahead else (0, "")
    return Step(words, since, next_words, next_at)
