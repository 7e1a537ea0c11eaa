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
    choices: tuple[tuple[str, str | Promise], ...] = ()

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
        "due.days_after_period",
        gettext_lazy("没有写明日期的，期满后几天到期"),
        RuleKind.INT,
        default=0,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("方案只写“每月”“每季度”时的到期日：0 为这一期的最后一天，负数提前，正数推后。"),
        source=gettext_lazy("系统默认；有的县规定每月25日前、每季度末月20日前，写明日期的以方案为准"),
        minimum=-15,
        maximum=15,
    ),
    Rule(
        "periods.least_share",
        gettext_lazy("首尾不满一期的，占多少才要报"),
        RuleKind.INT,
        default=50,
        unit="%",
        meaning=gettext_lazy("活动开始和结束时不满一期的，天数不到这个比例就不要求报这一期。"),
        source=gettext_lazy("为基层减负：不满半期的不要求填报"),
        minimum=0,
        maximum=100,
    ),
    Rule(
        "duties.ahead_days",
        gettext_lazy("提前几天列出下一期"),
        RuleKind.INT,
        default=7,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("下一期开始前几天就列进填报清单，单位可以早作安排。0 为开始当天才列出。"),
        source=gettext_lazy("系统默认；列得太早，清单上会堆满还不能报的事项"),
        minimum=0,
        maximum=62,
    ),
    Rule(
        "duties.default_cadence",
        gettext_lazy("有指标但没写频次的任务，多久报一次"),
        RuleKind.CHOICE,
        default="month",
        meaning=gettext_lazy("只用于有指标要填报的任务；没有指标的任务按完成时限报一次，不按期报。"),
        source=gettext_lazy("系统默认；不按期报数，就看不出是否落后序时进度"),
        choices=(
            ("month", gettext_lazy("每月")),
            ("quarter", gettext_lazy("每季度")),
            ("half_year", gettext_lazy("每半年")),
            ("none", gettext_lazy("只按完成时限报")),
        ),
    ),
    Rule(
        "duties.support_units_file",
        gettext_lazy("配合单位也要填报"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy("关闭时只有牵头单位和责任单位填报。"),
        source=gettext_lazy("为基层减负：同一件事不重复要材料"),
    ),
    Rule(
        "filing.clerk_may_submit",
        gettext_lazy("党建办可以直接提交填报"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy("关闭时由乡镇党建办填写、党委书记提交；开启后党建办可以直接提交。"),
        source=gettext_lazy("系统默认；数字由谁负责，各县规定不一"),
    ),
    Rule(
        "filing.most_photos",
        gettext_lazy("每项填报最多几个佐证文件"),
        RuleKind.INT,
        default=6,
        unit=gettext_lazy("个"),
        meaning=gettext_lazy("佐证材料选填，超过这个数就不再接收。"),
        source=gettext_lazy("为基层减负：不以材料多少论工作"),
        minimum=0,
        maximum=20,
    ),
    Rule(
        "lights.yellow_days",
        gettext_lazy("到期前几天亮黄灯"),
        RuleKind.INT,
        default=7,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("离到期不超过这些天还没有报的，亮黄灯。"),
        source=gettext_lazy("系统默认；蓝黄红督办单的通行做法是临期先提醒"),
        minimum=0,
        maximum=30,
    ),
    Rule(
        "lights.red_points",
        gettext_lazy("落后序时进度多少亮红灯"),
        RuleKind.INT,
        default=10,
        unit=gettext_lazy("个百分点"),
        meaning=gettext_lazy("落后序时进度达到这个数亮红灯，不到的亮黄灯。逾期未报的不论进度都亮红灯。"),
        source=gettext_lazy("系统默认，各县掌握不一，以本县督查办法为准"),
        minimum=1,
        maximum=100,
    ),
    Rule(
        "lights.still_periods",
        gettext_lazy("连续几期没有进展要提示"),
        RuleKind.INT,
        default=2,
        unit=gettext_lazy("期"),
        meaning=gettext_lazy(
            "指标没有完成，数字又连续这么多期没有变化的，在亮灯依据里提示“没有进展”。不改变灯的颜色。"
        ),
        source=gettext_lazy("系统默认，按月报送的相当于两个月"),
        minimum=1,
        maximum=12,
    ),
    Rule(
        "lights.override_days",
        gettext_lazy("人工调灯最多管几天"),
        RuleKind.INT,
        default=31,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("人工调灯到期自动恢复按规则亮灯。还要继续的，重新说明理由。"),
        source=gettext_lazy("系统默认，不超过一个月报周期"),
        minimum=1,
        maximum=92,
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
    Rule(
        "review.lead_units",
        gettext_lazy("牵头单位参与审核"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy(
            "开启后，牵头单位可以审核自己牵头任务的填报项；关闭时只能查看。整份审核仍由组织部门完成。"
        ),
        source=gettext_lazy("系统默认：由组织部门统一审核"),
    ),
    Rule(
        "review.common_reasons",
        gettext_lazy("常用退回理由"),
        RuleKind.TEXT,
        default="数字与上期不衔接/缺少佐证材料/进展写得太笼统/与台账数不一致",
        meaning=gettext_lazy("审核时可以直接点选的理由，用斜线隔开。"),
        source=gettext_lazy("系统默认"),
    ),
    Rule(
        "reminders.days_before",
        gettext_lazy("到期前几天提醒填报"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("离到期这么多天时提醒还没有报的单位，逢休息日顺延到上班第一天。0 为到期前不提醒。"),
        source=gettext_lazy("系统默认；为基层减负：每个单位一天最多一条"),
        minimum=0,
        maximum=15,
    ),
    Rule(
        "reminders.on_the_day",
        gettext_lazy("到期当天提醒填报"),
        RuleKind.BOOL,
        default=True,
        meaning=gettext_lazy("到期当天提醒还没有报的单位。"),
        source=gettext_lazy("系统默认"),
    ),
    Rule(
        "reminders.late_every",
        gettext_lazy("逾期后每隔几个工作日提醒"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("个工作日"),
        meaning=gettext_lazy("逾期还没有报的，每隔这么多个工作日提醒一次，报了就停。0 为逾期后不再提醒。"),
        source=gettext_lazy("系统默认；为基层减负：不天天催"),
        minimum=0,
        maximum=20,
    ),
    Rule(
        "urging.cooldown_days",
        gettext_lazy("两次催办至少间隔"),
        RuleKind.INT,
        default=2,
        unit=gettext_lazy("个工作日"),
        meaning=gettext_lazy("同一个活动催过一个单位后，隔够这么多个工作日才能再催。"),
        source=gettext_lazy("系统默认；为基层减负：催办之后先给时间办"),
        minimum=1,
        maximum=20,
    ),
    Rule(
        "burden.minutes_per_item",
        gettext_lazy("填一项估计用时"),
        RuleKind.DECIMAL,
        default=Decimal("6.8"),
        unit=gettext_lazy("分钟"),
        meaning=gettext_lazy("负担表按填报项数乘这个时间估算各乡镇每月的填报用时，只估算，不记录谁用了多久。"),
        source=gettext_lazy("系统默认，按14项约95分钟估算，各县可按实际调整"),
        minimum=Decimal("0.5"),
        maximum=120,
    ),
)

RULES: Mapping[str, Rule] = {rule.key: rule for rule in GROUND_RULES}


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
