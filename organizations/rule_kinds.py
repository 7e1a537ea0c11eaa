"""What a rule of the county is: its kind, default, meaning, source and limits."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

MAX_TEXT = 200


class RuleKind(Enum):
    """What a value of the rule looks like; also which field the form shows."""

    INT = "int"
    DECIMAL = "decimal"
    BOOL = "bool"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Rule:
    """One decision left to the county. `source` says where the default comes from, `meaning` what it changes."""

    key: str
    title: str | Promise
    kind: RuleKind
    default: Any
    meaning: str | Promise
    source: str | Promise
    unit: str | Promise = ""
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    choices: tuple[tuple[str, str | Promise], ...] = ()
    check: Callable[[str], object] | None = None  # of a text that code reads: raises ValidationError when it cannot

    def clean(self, value: Any) -> Any:
        """The value as it is stored; refuses one of the wrong kind or outside the limits."""
        match self.kind:
            case RuleKind.BOOL:
                if not isinstance(value, bool):
                    raise ValidationError(_("请选择是或否。"))
                return value
            case RuleKind.CHOICE:
                if value not in dict(self.choices):
                    raise ValidationError(_("请从所列的选项中选一个。"))
                return value
            case RuleKind.TEXT:
                text = value.strip() if isinstance(value, str) else ""
                if not text or len(text) > MAX_TEXT:
                    raise ValidationError(_("请填写不超过 %(n)s 个字的文字。") % {"n": MAX_TEXT})
                if self.check is not None:
                    self.check(text)
                return text
            case RuleKind.INT:
                if isinstance(value, bool) or not isinstance(value, int):
                    raise ValidationError(_("请填写整数。"))
                self._check_limits(value)
                return value
            case RuleKind.DECIMAL:
                number = _decimal(value)
                self._check_limits(number)
                return str(number)  # JSON has no exact decimals

    def read(self, stored: Any) -> Any:
        """From the stored form to the value that code works with."""
        return Decimal(stored) if self.kind is RuleKind.DECIMAL else stored

    def in_words(self, value: Any) -> str:
        """The value as people read it: 是, 20 MB, 18 时."""
        if self.kind is RuleKind.BOOL:
            return str(YES if value else NO)
        if self.kind is RuleKind.CHOICE:
            return str(dict(self.choices).get(value, value))
        return f"{value} {self.unit}".strip()

    def _check_limits(self, number: Decimal | int) -> None:
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(_("不能小于 %(n)s。") % {"n": self.in_words(self.minimum)})
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(_("不能大于 %(n)s。") % {"n": self.in_words(self.maximum)})


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise ValidationError(_("请填写数字。"))
    return number


YES, NO = pgettext_lazy("rule", "是"), pgettext_lazy("rule", "否")
