"""Step 4 of the wizard: the dates, cadences and figures of each task, and the stages of the campaign."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.checking import date_words
from campaigns.models import Cadence, Campaign, Indicator, Task, TaskDate
from campaigns.numbers import in_digits


def rules_page(campaign: Campaign) -> dict[str, Any]:
    tasks: dict[int, list[dict]] = {}
    assumed = open_figures = 0
    for task in (
        Task.objects.filter(campaign=campaign).in_plan_order().prefetch_related("dates", "cadences", "indicators")
    ):
        row = {
            "task": task,
            "dates": [{"row": date, "words": in_words_of_date(date)} for date in task.dates.all()],
            "cadences": [{"row": cadence, "words": in_words_of_cadence(cadence)} for cadence in task.cadences.all()],
            "indicators": [{"row": figure, "words": in_words_of_figure(figure)} for figure in task.indicators.all()],
        }
        tasks.setdefault(task.action_id, []).append(row)
        assumed += sum(item["row"].assumed for name in ("dates", "cadences", "indicators") for item in row[name])
        open_figures += sum(item["row"].value is None for item in row["indicators"])
    return {
        "sections": [{"action": action, "tasks": tasks.get(action.pk, [])} for action in campaign.actions.all()],
        "phases": list(campaign.phases.all()),
        "safeguards": list(campaign.safeguards.all()),
        "assumed": assumed,
        "open_figures": open_figures,
    }


def in_words_of_date(row: TaskDate) -> str:
    """年底前（12月31日）."""
    days = "—".join(day.isoformat() for day in (row.starts_on, row.ends_on) if day)
    words = date_words(row)
    if row.kind == TaskDate.Kind.MILESTONE and row.what:
        words = f"{row.what}：{words}"
    return words if days in words or not days else f"{words}（{days}）"


def in_words_of_cadence(row: Cadence) -> str:
    """每季度 1 次."""
    words = _("%(every)s %(times)s 次") % {"every": row.get_every_display(), "times": row.times}
    return f"{words}，{row.day}" if row.day else words


def in_words_of_figure(row: Indicator) -> str:
    """轮训支部书记 不少于 200 人次; an open figure says so."""
    value = f"{in_digits(row.value)} {row.unit_word}".strip() if row.value is not None else _("未填")
    return f"{row.name} {row.get_comparator_display()} {value}"
