"""Scores, grades and problems in the words people read. The numbers come from the steps; here are only sentences."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.explained import Explained, Formula, State, Step, Term, number, points
from assessments.grades import Graded
from assessments.ranking import Row
from assessments.scheme import Missing, QuotaRounding, Scheme
from assessments.scheme_checks import Problem

STATES: Mapping[State, Promise] = {
    State.SCORED: gettext_lazy("已评分"),
    State.ZERO: gettext_lazy("未报，记零分"),
    State.LEFT_OUT: gettext_lazy("未报，不计入"),
    State.NOT_APPLICABLE: gettext_lazy("不适用"),
    State.AWAITS: gettext_lazy("待补报"),
}
MISSING: Mapping[Missing, Promise] = {
    Missing.ZERO: gettext_lazy("没报算 0 分"),
    Missing.LEFT_OUT: gettext_lazy("没报不计，分摊到同组其他项"),
    Missing.AWAITS: gettext_lazy("没报就等，不排名"),
}
STEPS: Mapping[str, Promise] = {
    "share": gettext_lazy("按占目标的比例得分，达标后不再加分。"),
    "share_over": gettext_lazy("按占目标的比例得分，超过目标的继续加分，最多得分值的 %(limit)s。"),
    "share_at_most": gettext_lazy("不超过目标得满分，超过的按目标占实际的比例得分。"),
    "reached": gettext_lazy("已达到目标，得满分，达标后不再加分。"),
    "within": gettext_lazy("没有超过目标，得满分。"),
    "no_ratio": gettext_lazy("没有达到目标，目标或实际数不大于零，不按比例计，得零分。"),
    "by_days": gettext_lazy("任职 %(days)s 天，全期 %(of)s 天，目标按天数折算。"),
    "band": gettext_lazy("实际 %(value)s，达到 %(low)s 及以上一档。刚好等于界限的算达到。"),
    "below_bands": gettext_lazy("实际 %(value)s，没有达到最低一档，得零分。"),
    "deduction": gettext_lazy("从满分 %(full)s 分起扣，每发生一次按标准扣分，扣完为止。"),
    "per_event": gettext_lazy("每发生一次按标准计分，最多计 %(full)s 分。"),
    "manual": gettext_lazy("由考核人员按评分标准打分。理由：%(reason)s"),
    "scaled": gettext_lazy("本项分值由 %(full)s 分调为 %(points)s 分，得分同比例折算。"),
    "spread": gettext_lazy("同级有项目不计分，其分值按比例分给其余项目，本项由 %(full)s 分调为 %(points)s 分。合计不变，尾数先补给余数大的项目。"),
    "zero": gettext_lazy("没有报数，按办法记零分。"),
    "left_out": gettext_lazy("没有报数，按办法本项不计分，也不按零分算。"),
    "awaits": gettext_lazy("没有报数，等待补报，补报前总分不确定。"),
    "not_applicable": gettext_lazy("本项不适用，不计分。理由：%(reason)s"),
    "nothing_to_count": gettext_lazy("没有可以计算的对象，本项不适用，不计分。"),
    "all_out": gettext_lazy("下级项目都不计分，本项不计分。"),
    "sum": gettext_lazy("各项得分相加。"),
    "sum_capped": gettext_lazy("各项得分相加，有封顶。"),
    "total": gettext_lazy("总分是基础分加上加分、减去扣分，最低为零分。"),
    "total_so_far": gettext_lazy("还有项目等待补报或者没有可以评分的项目，这里是目前的得分，不是总分。"),
    "weighted_by_days": gettext_lazy("按任职天数加权，共 %(days)s 天。"),
    "too_few_days": gettext_lazy("任职 %(days)s 天，不满 %(least)s 天，只评分，不参加排名。"),
    "no_days": gettext_lazy("没有任职天数，不评分。"),
    "grade_points": gettext_lazy("总分 %(total)s，不到“%(grade)s”的 %(least)s 分。"),
    "grade_vetoed": gettext_lazy("因一票否决，不能评为“%(grade)s”。分数和名次不变。"),
    "grade_full": gettext_lazy("本组 %(size)s 个单位，“%(grade)s”最多 %(places)s 个，余下名额不够这一名次的 %(bunch)s 个单位。"),
}  # fmt: skip
SCORES = ("full", "points", "total", "least")  # parameters of steps that are scores and keep their decimal

PROBLEMS: Mapping[str, Promise] = {
    "no_items": gettext_lazy("计分办法里还没有项目，请先添加。"),
    "base_not_full": gettext_lazy("基础分合计 %(sum)s 分，应为 %(full)s 分，相差 %(gap)s 分，请调整分值。"),
    "key_twice": gettext_lazy("编号“%(key)s”用了不止一次，请改成不同的编号。"),
    "branch_with_method": gettext_lazy("“%(name)s”下面还有项目，不能再有自己的计分方法，请去掉一样。"),
    "parts_do_not_add_up": gettext_lazy("“%(name)s”分值 %(points)s 分，下级项目合计 %(sum)s 分，请调成一致。"),
    "nothing_to_spread": gettext_lazy("“%(name)s”是加分或扣分项目，没有报数时不能把分值分给其他项目，请选零分或等待补报。"),
    "no_method": gettext_lazy("“%(name)s”还没有计分方法，请选择一种。"),
    "not_for_deduction": gettext_lazy("“%(name)s”是扣分项目，只能按次计分或人工打分，请改选。"),
    "points_not_positive": gettext_lazy("“%(name)s”的分值应大于零，请改正。"),
    "points_too_fine": gettext_lazy("“%(name)s”的分值最多一位小数，请改正。"),
    "comparator": gettext_lazy("“%(name)s”没有说明是不少于还是不超过目标，请选择。"),
    "no_target": gettext_lazy("“%(name)s”没有目标值，请填写。"),
    "limit_below_full": gettext_lazy("“%(name)s”的超额上限不能低于 100%%，请改正。"),
    "limit_of_at_most": gettext_lazy("“%(name)s”是不超过类指标，不能超额加分，请去掉超额上限。"),
    "share_by_days": gettext_lazy("“%(name)s”是比例或不超过类指标，目标不能按天数折算，请去掉这一项。"),
    "no_bands": gettext_lazy("“%(name)s”还没有分档，请添加。"),
    "band_without_figure": gettext_lazy("“%(name)s”有一档没有填界限或分数，请补上。"),
    "band_twice": gettext_lazy("“%(name)s”有两档界限相同，请去掉一档。"),
    "band_points": gettext_lazy("“%(name)s”的 %(low)s 一档，得分应在 0 到 %(points)s 之间，最多一位小数，请改正。"),
    "bands_zigzag": gettext_lazy("“%(name)s”的各档得分时高时低，请改成一路升高或一路降低。"),
    "falling_bands_start_at_zero": gettext_lazy("“%(name)s”越少越好，最低一档应从 0 起，否则最好的反而没有分，请改正。"),
    "no_rates": gettext_lazy("“%(name)s”没有写明每次多少分，请填写。"),
    "rate_points": gettext_lazy("“%(name)s”里“%(rate)s”每次的分数应大于零，最多两位小数，请改正。"),
    "rate_twice": gettext_lazy("“%(name)s”里有两种情形编号相同，请改正。"),
    "bonus_cap": gettext_lazy("加分的封顶应是不小于零的数，最多一位小数，请改正。"),
    "deduction_cap": gettext_lazy("扣分的封顶应是不小于零的数，最多一位小数，请改正。"),
    "no_grades": gettext_lazy("还没有等次，请至少设一个。"),
    "grade_figures": gettext_lazy("等次“%(name)s”的分数线或比例不对，比例应在 0 到 100%% 之间，请改正。"),
    "grades_out_of_order": gettext_lazy("等次“%(name)s”的分数线高于更好的“%(better)s”，请改正。"),
    "last_grade_not_open": gettext_lazy("最后一个等次“%(name)s”不能有比例限制，分数线应为零，这样每个单位都有等次。"),
    "veto_without_grade": gettext_lazy("一票否决“%(name)s”没有指明最高能评的等次，请选择。"),
    "tie_without_action": gettext_lazy("同分规则里的“%(key)s”不是计分办法里的行动，请改选。"),
    "unknown_item": gettext_lazy("计分办法里没有编号“%(key)s”的项目。"),
    "unknown_veto": gettext_lazy("计分办法里没有编号“%(key)s”的一票否决。"),
    "service_days": gettext_lazy("任职 %(days)s 天应在 1 到 %(of)s 天之间，请改正。"),
    "no_reason": gettext_lazy("“%(name)s”没有写理由，请补上。"),
    "answer_does_not_fit": gettext_lazy("“%(name)s”的数据和计分方法不一致，请检查计分方法。"),
    "figure_or_share": gettext_lazy("“%(name)s”应有一个数，或者一对分子和分母，请改正。"),
    "figure_not_finite": gettext_lazy("“%(name)s”的数不对，请填写数字，分母不能小于零。"),
    "unknown_rate": gettext_lazy("“%(name)s”没有编号“%(rate)s”的情形。"),
    "count_below_zero": gettext_lazy("“%(name)s”的次数不能小于零，请改正。"),
    "mark_out_of_range": gettext_lazy("“%(name)s”的打分应在 0 到 %(points)s 之间，最多一位小数，请改正。"),
}  # fmt: skip
QUOTAS: Mapping[QuotaRounding, Promise] = {
    QuotaRounding.DOWN: gettext_lazy("名额按本组单位数乘以比例计算，不满一个的舍去。"),
    QuotaRounding.HALF_UP: gettext_lazy("名额按本组单位数乘以比例计算，四舍五入。"),
    QuotaRounding.UP: gettext_lazy("名额按本组单位数乘以比例计算，不满一个的按一个算。"),
}


def step_words(step: Step) -> str:
    """The rule in words, without the sum."""
    return str(STEPS[step.code]) % {key: _shown(key, value) for key, value in step.params.items()}


def formula_words(formula: Formula) -> str:
    """8 × 52.63% ÷ 80% = 5.3; where a bound bites it follows: 2 − 0.5 × 6 = −1.0，最低 0.0."""
    text = formula.text
    if formula.result < formula.rounded:
        return _("%(formula)s，最高 %(bound)s") % {"formula": text, "bound": points(formula.result)}
    if formula.result > formula.rounded:
        return _("%(formula)s，最低 %(bound)s") % {"formula": text, "bound": points(formula.result)}
    return text


def explanation(line: Explained) -> list[tuple[str, str]]:
    """Each step's sentence and its sum ("" where there is none), in the order in which they were taken."""
    return [(step_words(step), formula_words(step.formula) if step.formula else "") for step in line.steps]


def problem_words(problem: Problem) -> str:
    params = {"key": problem.key, **problem.params}
    # As they were typed: a decimal too many is what the sentence is about.
    return str(PROBLEMS[problem.code]) % {key: _shown("", value) for key, value in params.items()}


def grade_words(graded: Graded) -> list[str]:
    """Why it is not a better grade, from the best one down; empty for the best."""
    return [step_words(step) for step in graded.steps]


def tie_words(names: list[str]) -> str:
    """The written rule for equal totals, from the names of the tie actions."""
    if not names:
        return _("总分相同的名次并列，下一名次顺延。")
    return _("总分相同的，依次比较%(actions)s的得分，仍相同的名次并列，下一名次顺延。") % {
        "actions": _("、").join(f"“{name}”" for name in names)
    }


def tie_rule(scheme: Scheme) -> str:
    """The same for a scheme, by the names of its actions."""
    names = {item.key: item.name for item in scheme.base}
    return tie_words([names[key] for key in scheme.ties if key in names])


def rank_words(row: Row) -> str:
    """第 3 名（并列）, or that something is awaited."""
    if row.rank is None:
        return _("待补报，暂不排名")
    if row.shared > 1:
        return _("第 %(rank)s 名（并列）") % {"rank": row.rank}
    return _("第 %(rank)s 名") % {"rank": row.rank}


def gap_words(row: Row) -> str:
    """What the next better rank takes, in one sentence; "" for the first and for who has no rank."""
    if row.gap is None:
        return ""
    params = {"rank": row.gap.rank, "points": points(row.gap.points)}
    if not row.gap.points:
        return _("与第 %(rank)s 名总分相同，按同分规则排在后面。") % params
    if not row.gap.improvements:
        return _("距第 %(rank)s 名差 %(points)s 分，只补一个项目不够。") % params
    return _("距第 %(rank)s 名差 %(points)s 分。") % params


def _shown(key: str, value: object) -> object:
    if isinstance(value, Term):
        return number(value.value, value.percent)
    if isinstance(value, Decimal):
        return points(value) if key in SCORES else number(value)
    return value
