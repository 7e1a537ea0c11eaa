"""Reading rules that hold a list of words: 公务外出/培训/会议, or steps with a number: 1=不得评优/3=不称职."""

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_STEP = 99


def read_words(text: str) -> list[str]:
    """The words of a rule, each once, in their order; both slashes divide."""
    return list(dict.fromkeys(word.strip() for word in re.split(r"[/／]", text) if word.strip()))


def only(known: Iterable[str]) -> Callable[[str], list[str]]:
    """A check for `Rule.check`: every word must be one of these, or code would pass it over in silence."""
    allowed = tuple(known)

    def check(text: str) -> list[str]:
        words = read_words(text)
        unknown = [word for word in words if word not in allowed]
        if unknown or not words:
            raise ValidationError(
                _("只能填：%(words)s，用斜线隔开。") % {"words": _("、").join(allowed)}, code="unknown_words"
            )
        return words

    return check


def read_steps(text: str) -> list[tuple[int, str]]:
    """`[(from how many times, what follows)]`, rising. Refuses a step without a number, a repeated number, empty words."""
    steps: dict[int, str] = {}
    for part in read_words(text):
        number, sign, words = part.replace("＝", "=").partition("=")
        count = int(number) if number.strip().isdecimal() else 0
        if not sign or not 1 <= count <= MAX_STEP or count in steps or not words.strip():
            raise ValidationError(_("请写成“1=不得评优/2=基本称职”，次数从小到大、不重复。"))
        steps[count] = words.strip()
    if not steps:
        raise ValidationError(_("请写成“1=不得评优/2=基本称职”，次数从小到大、不重复。"))
    return sorted(steps.items())


RECALL_WORDS = ("健康家庭", "能力不适应", "工作不力", "驻村不到位", "违纪或考核不合格", "退休调动辞职")
NO_EXCELLENT = "不评优"
MAX_YEARS = 9


def read_consequences(text: str) -> dict[str, tuple[int, bool]]:
    """`工作不力=1不评优/健康家庭=0`: by reason, years without promotion and whether the year's best grade is out."""
    found: dict[str, tuple[int, bool]] = {}
    for part in read_words(text):
        word, sign, rest = (piece.strip() for piece in part.replace("＝", "=").partition("="))
        years = rest.removesuffix(NO_EXCELLENT).strip()
        if not sign or word not in RECALL_WORDS or word in found or not years.isdecimal() or int(years) > MAX_YEARS:
            raise ValidationError(
                _("请写成“工作不力=1不评优/健康家庭=0”，事由只能是：%(words)s。")
                % {"words": _("、").join(RECALL_WORDS)}
            )
        found[word] = (int(years), rest.endswith(NO_EXCELLENT))
    return found
