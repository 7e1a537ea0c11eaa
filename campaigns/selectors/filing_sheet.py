"""What a page of a filing shows: the numbers asked, one row for each duty, the whole sheet. Read by `filing_items`."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.light_words import WORDS, reason_words
from campaigns.lights import Kind
from campaigns.models import Campaign, Duty, Filing, FilingItem, Indicator, Task
from campaigns.selectors.filing_titles import title_on
from campaigns.selectors.standings import Standing
from organizations.models import Unit

STATUS = {
    "blank": "open",
    "draft": "open",
    "returned": "late",
    "filled": "plain",
    "no_change": "plain",
    "accepted": "ok",
}


@dataclass
class Ask:
    """One number of an item: asked of the unit, or held by a register and only shown."""

    indicator: Indicator
    target: Decimal | None = None
    last: Decimal | None = None
    last_whole: Decimal | None = None
    value: Decimal | None = None
    whole: Decimal | None = None
    pace: Decimal | None = None
    source: str = ""

    @property
    def field_name(self) -> str:
        return f"figure_{self.indicator.public_id.hex}"

    @property
    def whole_name(self) -> str:
        return f"whole_{self.indicator.public_id.hex}"

    @property
    def is_share(self) -> bool:
        return self.indicator.aggregation == Indicator.Aggregation.SHARE

    @property
    def shown(self) -> dict[str, str]:
        """target, last, pace and value as people write them, without trailing zeros."""
        numbers = {"target": self.target, "last": self.last, "pace": self.pace, "value": self.value}
        return {name: plain(number) for name, number in numbers.items()}

    @property
    def change(self) -> str:
        """与上期持平, 比上期多 1; '' when there is nothing to compare."""
        if self.value is None or self.last is None:
            return ""
        step = self.value - self.last
        if not step:
            return _("与上期持平")
        return (_("比上期多 %(n)s") if step > 0 else _("比上期少 %(n)s")) % {"n": plain(abs(step))}

    @property
    def ratio(self) -> Decimal | None:
        """What is compared with the target: of a share its percentage."""
        if not self.is_share:
            return self.value
        return self.value * 100 / self.whole if self.value is not None and self.whole else None

    @property
    def falls(self) -> bool:
        """A cumulative count below the one reported last has to be explained. A share may fall of itself."""
        return bool(
            self.indicator.cumulative
            and not self.is_share
            and self.indicator.aggregation == Indicator.Aggregation.SUM
            and self.value is not None
            and self.last is not None
            and self.value < self.last
        )


@dataclass
class Row:
    """One duty of the filing. `item` is None until somebody has begun to file."""

    duty: Duty
    task: Task
    item: FilingItem | None
    asks: list[Ask] = field(default_factory=list)
    held: list[Ask] = field(default_factory=list)
    last_words: str = ""
    files: list = field(default_factory=list)
    after: Standing | None = None  # how the share stands once the filing is sent in

    @property
    def status(self) -> str:
        if self.item is None or self.item.state == FilingItem.State.BLANK:
            return "draft" if self.item is not None and self.item.saved_at else "blank"
        if self.item.state == FilingItem.State.FILLED and self.item.no_change:
            return "no_change"
        return self.item.state

    @property
    def kind(self) -> str:
        return STATUS[self.status]

    @property
    def word(self) -> str:
        return {
            "blank": _("待填"), "draft": _("草稿"), "returned": _("需修改"), "filled": _("已填"), "no_change": _("无变化"),
            "accepted": _("已通过"),
        }[self.status]  # fmt: skip

    @property
    def is_ready(self) -> bool:
        return self.status in ("filled", "no_change", "accepted")

    @property
    def may_stay(self) -> bool:
        """无变化 says something only where a figure of a former period stands, or where there is nothing to count."""
        return self.duty.kind == Duty.Kind.REPORT and all(ask.last is not None for ask in self.asks)

    @property
    def summary(self) -> str:
        """The line under the name in the list."""
        if self.status == "returned" and self.item is not None:
            return _("退回：%(why)s") % {"why": self.item.return_reason}
        parts = []
        for ask in self.asks:
            word, unit = ask.shown, ask.indicator.unit_word
            if self.is_ready or ask.value is not None:
                parts.append(_("本期 %(n)s %(unit)s") % {"n": word["value"] or "—", "unit": unit})
            elif word["last"]:
                parts.append(_("上期 %(n)s %(unit)s") % {"n": word["last"], "unit": unit})
            if word["target"] and not self.is_ready:
                parts.append(_("目标 %(n)s %(unit)s") % {"n": word["target"], "unit": unit})
        if self.files:
            parts.append(_("佐证 %(n)s 份") % {"n": len(self.files)})
        if not parts and self.item is not None and self.item.words:
            parts.append(self.item.words[:30])
        return _("，").join(parts)

    @property
    def title(self) -> str:
        if self.duty.kind == Duty.Kind.REPORT or not self.duty.title:
            return self.task.title
        return _("%(task)s：%(what)s") % {"task": self.task.title, "what": self.duty.title}

    @property
    def warnings(self) -> list[str]:
        """What follows from sending it in as it stands: the light it will show, and why."""
        if self.after is None or not self.is_ready or self.status == "accepted":
            return []
        found = self.after.light
        if found.kind not in (Kind.RED, Kind.YELLOW):
            return []
        return [
            _("%(why)s提交后会亮%(light)s。可以提交；有困难请写在“需要县里协调”。")
            % {"why": reason_words(found.reasons[0]), "light": WORDS[found.kind]}
        ]


@dataclass
class FilingSheet:
    """All a page of the filing shows. `filing` is None until the first entry makes it."""

    campaign: Campaign
    unit: Unit
    day: date
    filing: Filing | None
    rows: list[Row]
    on: date

    @property
    def must_by(self) -> date:
        return min((row.duty.must_by for row in self.rows if not row.is_ready), default=self._latest)

    @property
    def _latest(self) -> date:
        return max((row.duty.must_by for row in self.rows), default=self.day)

    @property
    def days_left(self) -> int:
        return (self.must_by - self.on).days

    @property
    def days_late(self) -> int:
        """Of what was never sent in: correcting what came in time and was sent back is no lateness."""
        first = (row.duty.must_by for row in self.rows if row.duty.filed_on is None)
        return max((max(0, (self.on - day).days) for day in first), default=0)

    @property
    def title(self) -> str:
        return title_on(self.day, [row.duty for row in self.rows])

    @property
    def is_open(self) -> bool:
        return self.filing is None or self.filing.state in (Filing.State.DRAFT, Filing.State.RETURNED)

    @property
    def is_begun(self) -> bool:
        return self.filing is not None and all(row.item is not None for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """filled, returned, open: they add up to the number of rows."""
        ready = sum(row.is_ready for row in self.rows)
        returned = sum(row.status == "returned" for row in self.rows)
        return {"filled": ready, "returned": returned, "open": len(self.rows) - ready - returned}

    @property
    def widths(self) -> dict[str, str]:
        """Of the progress strip, in percent."""
        whole = len(self.rows) or 1
        return {name: f"{number * 100 / whole:.1f}" for name, number in self.counts.items()}

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if not row.is_ready]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.task.action.name, []).append(row)
        return list(found.items())

    def row_of(self, item: FilingItem) -> Row | None:
        return next((row for row in self.rows if row.item is not None and row.item.pk == item.pk), None)

    def after(self, item: FilingItem) -> Row | None:
        """The next one that is not ready yet, going round."""
        place = next((n for n, row in enumerate(self.rows) if row.item is not None and row.item.pk == item.pk), -1)
        turned = self.rows[place + 1 :] + self.rows[: max(place, 0)]
        return next((row for row in turned if not row.is_ready), None)


def plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
