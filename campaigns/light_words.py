"""Lights in the words people read, and which lamp of the components draws them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.lights import Kind, Light, Reason
from campaigns.progress import percent

WORDS: Mapping[Kind, Promise] = {
    Kind.RED: gettext_lazy("红灯"),
    Kind.YELLOW: gettext_lazy("黄灯"),
    Kind.GREEN: gettext_lazy("绿灯"),
    Kind.CLOSED: gettext_lazy("已销号"),
    Kind.NOT_DUE: gettext_lazy("未到期"),
    Kind.PAUSED: pgettext_lazy("light", "暂停计时"),
}
LAMPS: Mapping[Kind, str] = {
    Kind.RED: "late", Kind.YELLOW: "warn", Kind.GREEN: "ok", Kind.CLOSED: "done", Kind.NOT_DUE: "idle", Kind.PAUSED: "idle",
}  # fmt: skip
LATE = gettext_lazy("逾期")
REASONS: Mapping[str, Promise] = {
    "override": gettext_lazy("县里人工调灯，到 %(until)s 为止。理由：%(words)s"),
    "waived": gettext_lazy("本期已免报，不计入。"),
    "finished": gettext_lazy("已验收销号。"),
    "paused": gettext_lazy("活动暂停，暂不计时。"),
    "extended": gettext_lazy("原定 %(due)s 截止，已同意延期到 %(until)s。"),
    "not_open": gettext_lazy("%(opens)s 开始填报。"),
    "overdue": gettext_lazy("%(due)s 截止，逾期 %(days)s 天未报。"),
    "behind": gettext_lazy("完成 %(progress)s，序时应完成 %(pace)s，落后 %(points)s 个百分点。"),
    "returned": gettext_lazy("已退回，尚未改正重报。"),
    "filed_late": gettext_lazy("%(due)s 截止，%(filed)s 才报，逾期 %(days)s 天，本期保留记录。"),
    "due_soon": gettext_lazy("还没有报，%(days)s 天后截止（%(due)s）。"),
    "due_today": gettext_lazy("还没有报，今天 24:00 截止。"),
    "accepted": gettext_lazy("%(filed)s 已报，已通过审核。"),
    "filed": gettext_lazy("%(filed)s 已报，待审核。"),
    "on_pace": gettext_lazy("完成 %(progress)s，不低于序时应完成的 %(pace)s。"),
    "no_day": gettext_lazy("没有截止日期，按长期任务掌握。"),
    "not_due": gettext_lazy("%(due)s 截止，还没有到填报提醒期。"),
}


def light_word(light: Light) -> str:
    """红灯, 已销号（逾期）: the late mark is spoken with every lamp that has it, except red, which says it already."""
    word = str(WORDS[light.kind])
    if not light.late or light.kind is Kind.RED:
        return word
    return _("%(word)s（%(mark)s）") % {"word": word, "mark": LATE}


def reason_words(reason: Reason) -> str:
    code = "due_today" if reason.code == "due_soon" and reason.params.get("days") == 0 else reason.code
    return str(REASONS[code]) % {key: _shown(value) for key, value in reason.params.items()}


def explanation(light: Light) -> list[str]:
    """All reasons, the deciding one first."""
    return [reason_words(reason) for reason in light.reasons]


def _shown(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{percent(value)}%"
    return value
