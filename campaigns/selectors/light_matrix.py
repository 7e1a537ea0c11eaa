"""The light matrix: units by tasks, the worst first. The page of lights and the overview show the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.light_words import LAMPS, LATE, light_word
from campaigns.lights import Kind
from campaigns.models import CarrierRole, Task
from campaigns.selectors.filing_states import filing_state
from campaigns.selectors.standings import Standing, Standings
from organizations.models import UnitKind

MODES = {UnitKind.TOWNSHIP: "town", UnitKind.VILLAGE: "village"}
MODE_WORDS = {"town": gettext_lazy("按乡镇"), "unit": gettext_lazy("按县直单位"), "village": gettext_lazy("按村")}
HEADS = {"town": gettext_lazy("乡镇"), "unit": gettext_lazy("单位"), "village": gettext_lazy("村")}
FILTERS = {"red": {Kind.RED}, "yellow": {Kind.RED, Kind.YELLOW}}


@dataclass
class LightRow:
    """One unit: a cell for each task, how many of each lamp, and how its filing of the month stands."""

    name: str
    url: str
    order: tuple
    cells: list[dict]
    lights: list[Kind] = field(default_factory=list)
    state: dict = field(default_factory=dict)

    @property
    def red(self) -> int:
        return self.lights.count(Kind.RED)

    @property
    def yellow(self) -> int:
        return self.lights.count(Kind.YELLOW)

    @property
    def trouble(self) -> tuple:
        return (-self.red, -self.yellow, self.order)


@dataclass(frozen=True)
class LightMatrix:
    by: str
    head: str
    groups: list[dict]
    rows: list[LightRow]
    modes: list[str]
    hidden: int
    counts: dict[Kind, int]


def light_matrix(
    standings: Standings,
    tasks: Sequence[Task],
    *,
    slug: str,
    by: str = "",
    first: str = "town",
    sort: str = "",
    show: str = "",
) -> LightMatrix:
    """`by`: town, unit or village; what has no rows gives way to `first`, then to any that has. `show`: red, yellow.

    Rows stand by reds, then yellows, then the official order, so that the first row holds a red whenever there is one;
    `sort="order"` keeps the official order. Who only supports has no duty of its own and no lamp.
    """
    by_mode: dict[str, dict[int, list[Standing]]] = {"town": {}, "unit": {}, "village": {}}
    for standing in standings:
        if standing.share.role != CarrierRole.SUPPORT or standing.case.duties:
            mode = MODES.get(UnitKind(standing.share.unit_kind), "unit")
            by_mode[mode].setdefault(standing.share.unit_id, []).append(standing)
    modes = [mode for mode, units in by_mode.items() if units]
    chosen = next((mode for mode in (by, first, *modes) if mode in modes), "town")
    groups, firsts = _columns(slug, tasks)
    rows = [_row(own, tasks, firsts, slug, standings) for own in by_mode[chosen].values()]
    rows.sort(key=(lambda row: row.order) if sort == "order" else (lambda row: row.trouble))
    wanted = FILTERS.get(show)
    kept = [row for row in rows if wanted is None or wanted & set(row.lights)]
    counts = {kind: sum(row.lights.count(kind) for row in rows) for kind in Kind}
    return LightMatrix(chosen, str(HEADS[chosen]), groups, kept, modes, len(rows) - len(kept), counts)


def first_mode(campaign, membership) -> str:
    """Rows of the own kind first: who works for a department looks for departments."""
    if campaign.owner.kind == UnitKind.TOWNSHIP or membership.unit.kind == UnitKind.VILLAGE:
        return "village"
    return "unit" if membership.unit.kind in (UnitKind.DEPARTMENT, UnitKind.OTHER) else "town"


def legend_items(standings: Standings) -> list[tuple[str, str]]:
    """The legend says the county's numbers, not those of the manual."""
    settings = standings.settings
    return [
        ("late", _("红灯 逾期未报或落后序时 %(n)s 个点以上") % {"n": settings.behind_red}),
        ("warn", _("黄灯 %(days)s 天内到期、退回待改、补报或落后不到 %(n)s 个点") % {
            "days": settings.days_before_yellow, "n": settings.behind_red}),
        ("ok", _("绿灯 正常")),
        ("done", _("已销号")),
        ("idle", _("未到期或暂停计时")),
    ]  # fmt: skip


def _columns(slug: str, tasks: Sequence[Task]) -> tuple[list[dict], set[int]]:
    """Grouped by action; `firsts` are the tasks that open a group."""
    groups: list[dict] = []
    firsts = set()
    for task in tasks:
        if not groups or groups[-1]["id"] != task.action_id:
            groups.append({"id": task.action_id, "name": task.action.name, "columns": []})
            firsts.add(task.pk)
        url = f"/c/{slug}/tasks/{task.number}/"
        groups[-1]["columns"].append({"number": task.number, "title": task.title, "url": url})
    return groups, firsts


def _row(own: list[Standing], tasks: Sequence[Task], firsts: set[int], slug: str, standings: Standings) -> LightRow:
    share = own[0].share
    by_task = {standing.share.task_id: standing for standing in own}
    cells = [cell_of(by_task.get(task.pk), task, first=task.pk in firsts) for task in tasks]
    kind, text = filing_state(own, standings.month, standings.on)
    row = LightRow(
        share.unit_name, f"/c/{slug}/units/{share.unit_public_id}/", (share.unit_order, share.unit_code), cells,
        state={"kind": kind, "text": text},
    )  # fmt: skip
    row.lights = [standing.light.kind for standing in own]
    return row


def cell_of(standing: Standing | None, task: Task, *, first: bool = False) -> dict:
    if standing is None:
        return {"kind": "", "first": first}
    words = light_word(standing.light)
    label = _("%(unit)s，%(action)s第 %(number)s 项%(task)s：%(light)s") % {
        "unit": standing.share.unit_name, "action": task.action.name, "number": task.number, "task": task.title, "light": words,
    }  # fmt: skip
    kind = LAMPS[standing.light.kind]
    late = str(LATE) if standing.light.late and standing.light.kind is not Kind.RED else ""
    return {"kind": kind, "label": label, "url": standing_url(standing), "first": first, "late": late}


def standing_url(standing: Standing) -> str:
    """The page of the light; of a former month with the month."""
    share, month = standing.share, standing.month
    path = f"/c/{share.slug}/tasks/{share.number}/{share.unit_public_id}/"
    return path if month.first <= standing.on <= month.last else f"{path}?month={month.first:%Y-%m}"
