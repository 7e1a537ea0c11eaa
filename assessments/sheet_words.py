"""Questions about a score sheet in the words people read."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assessments.explained import number
from assessments.rubric_sheet import Question

QUESTIONS: Mapping[str, Promise] = {
    "no_headings": gettext_lazy("没有找到表头。请确认表里有“考核项目”“分值”“考核内容”“评分办法”这样的一行。"),
    "no_rule": gettext_lazy("“%(name)s”没有写评分办法，请补上。"),
    "mixed": gettext_lazy("“%(name)s”的评分办法里有几种算法，暂按人工打分，请确认或拆成几项。"),
    "bands_not_full": gettext_lazy("“%(name)s”最高一档的得分和分值不一样，请确认。"),
    "bands_with_a_gap": gettext_lazy("“%(name)s”的各档之间有空当，请补上中间一档或确认。"),
    "counts_a_figure": gettext_lazy("“%(name)s”按百分点扣分，请确认由谁计数，或者改成按比例得分。"),
    "points_differ": gettext_lazy("“%(name)s”评分办法里的得分和分值不一样，请确认。"),
    "no_target": gettext_lazy("“%(name)s”按比例得分，但没有写目标，请填写目标值。"),
    "counts_by_hand": gettext_lazy("“%(name)s”要按数计分，先列为人工打分；替换以后可以添加取自任务的项目来代替它。"),
    "no_points": gettext_lazy("“%(name)s”没有可用的分值，请填写。"),
    "no_cap": gettext_lazy("“%(name)s”没有写最多加或扣多少分，请填写封顶。"),
    "empty_section": gettext_lazy("“%(name)s”下面没有项目，请补上。"),
    "parts_differ": gettext_lazy("“%(name)s”分值 %(points)s 分，下面各项合计 %(sum)s 分，请调成一致。"),
    "sum_differs": gettext_lazy("表上合计 %(whole)s 分，各项相加 %(sum)s 分，请核对。"),
    "veto_ceiling": gettext_lazy("“%(name)s”请逐项选择最高能评的等次。"),
}


def question_words(question: Question) -> str:
    params = {"name": question.name, **question.params}
    return str(QUESTIONS[question.code]) % {
        key: number(value) if isinstance(value, Decimal) else value for key, value in params.items()
    }
