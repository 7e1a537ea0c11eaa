"""The rules a county decides for itself: which there are, what holds when the county has said nothing, and why.

A rule is read with `rule_value(key, on=day)`, never as a constant in code. The county's values are RuleSetting rows with a
date from which they hold, written by `services.rules`. A rule stands here only when some code asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.models import RuleSetting

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
    choices: tuple[tuple[str, str], ...] = ()

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

GROUND_RULES = (
    Rule(
        "imports.undo_days",
        gettext_lazy("导入后可以撤销的天数"),
        RuleKind.INT,
        default=7,
        unit=gettext_lazy("天"),
        minimum=0,
        maximum=60,
        meaning=gettext_lazy("登记表导入后，在这些天内可以整批撤销；期间有记录被改动过的，不能撤销。"),
        source=gettext_lazy("本产品默认值，县里可改"),
    ),
    Rule(
        "people.citizen_number",
        gettext_lazy("登记公民身份号码"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy("开启后，人员登记表出现身份号码一栏。平时只显示掩码，查看完整号码须说明理由并留痕。"),
        source=gettext_lazy("《个人信息保护法》第六条：只收集实现目的所需的最小范围"),
    ),
    Rule(
        "people.reveals_per_hour",
        gettext_lazy("每人每小时可查看的完整号码"),
        RuleKind.INT,
        default=30,
        unit=gettext_lazy("次"),
        meaning=gettext_lazy("一个账号一小时内查看完整手机号和身份号码的次数。超过后要等到下一小时。"),
        source=gettext_lazy("系统默认，防止成批抄录个人信息"),
        minimum=1,
        maximum=500,
    ),
    Rule(
        "evidence.max_megabytes",
        gettext_lazy("单个佐证材料的大小上限"),
        RuleKind.INT,
        default=20,
        unit="MB",
        meaning=gettext_lazy("超过上限的文件不接收。照片上传时会自动缩小。"),
        source=gettext_lazy("系统默认，照顾乡镇网络条件"),
        minimum=1,
        maximum=50,
    ),
    Rule(
        "due.move_to_working_day",
        gettext_lazy("到期日逢休息日顺延"),
        RuleKind.BOOL,
        default=True,
        meaning=gettext_lazy("到期日不是工作日时，顺延到下一个工作日当天 24:00。关闭后仍按原日期。"),
        source=gettext_lazy("系统默认，工作日以本县工作日历为准"),
    ),
    Rule(
        "notices.quiet_hours_start",
        gettext_lazy("下班后停发提醒的时间"),
        RuleKind.INT,
        default=18,
        unit=gettext_lazy("时"),
        meaning=gettext_lazy("从这个钟点起不再发提醒，留到下一个工作日。休息日全天不发。"),
        source=gettext_lazy("为基层减负：只在工作时间提醒"),
        minimum=12,
        maximum=23,
    ),
    Rule(
        "notices.quiet_hours_end",
        gettext_lazy("上班后开始发提醒的时间"),
        RuleKind.INT,
        default=8,
        unit=gettext_lazy("时"),
        meaning=gettext_lazy("工作日到这个钟点才开始发提醒。"),
        source=gettext_lazy("为基层减负：只在工作时间提醒"),
        minimum=0,
        maximum=11,
    ),
    Rule(
        "campaigns.soon_days",
        gettext_lazy("临近到期的天数"),
        RuleKind.INT,
        default=7,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("时限在这么多天以内的任务，在活动页面和工作台标为临近到期。"),
        source=gettext_lazy("系统默认，与黄灯“7 天内到期”一致"),
        minimum=1,
        maximum=60,
    ),
    Rule(
        "campaigns.desk_days",
        gettext_lazy("工作台提前提示的天数"),
        RuleKind.INT,
        default=14,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("本单位的任务在这么多天以内到期时，列在工作台上。"),
        source=gettext_lazy("系统默认，留出两周准备"),
        minimum=1,
        maximum=90,
    ),
    Rule(
        "campaigns.outlook_days",
        gettext_lazy("活动总览预告到期的天数"),
        RuleKind.INT,
        default=30,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("活动总览列出这么多天以内到期的任务。"),
        source=gettext_lazy("系统默认，按月调度"),
        minimum=7,
        maximum=180,
    ),
)

RULES: Mapping[str, Rule] = {rule.key: rule for rule in GROUND_RULES}


def rule(key: str) -> Rule:
    """The rule of that key; an unknown key is a mistake in the code and raises LookupError."""
    if key not in RULES:
        raise LookupError(f"{key} is not among the rules.")
    return RULES[key]


def rule_value(key: str, *, on: date) -> Any:
    """What holds in the open county on that day: the county's value, or the default. Read anew each time: one row by
    its unique index, and right at once after a change."""
    known = rule(key)
    stored = (
        RuleSetting.objects.filter(key=key, effective_from__lte=on).order_by("-effective_from").values_list("value")
    )
    row = stored.first()
    return known.default if row is None else known.read(row[0])
