"""Villages and their fixed helpers: five columns, and where one is wanted and missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cadres.models import Posting, PostingKind, Supporter
from cadres.posting_words import holder_kinds, is_of_kind
from organizations.models import Unit
from organizations.rules import rule_values
from villages.models import Village

COLUMNS: dict[str, str | Promise] = {
    Supporter.Kind.COUNTY_LEADER.value: _("县级领导"),
    Supporter.Kind.TOWNSHIP_LEADER.value: _("乡镇领导"),
    Supporter.Kind.UNIT.value: _("帮扶单位"),
    PostingKind.FIRST_SECRETARY.value: _("第一书记"),
    PostingKind.ADVISER.value: _("党建指导员"),
}


@dataclass
class Cell:
    """One helper of a village. `gap`: wanted and missing. Who has left the county holds nothing any more."""

    kind: str
    label: str | Promise
    holder: str = ""
    note: str = ""
    gap: bool = False
    supporter: Supporter | None = None
    posting: Posting | None = None

    @property
    def is_posting(self) -> bool:
        return self.kind in PostingKind.values


@dataclass
class MatrixLine:
    unit: Unit
    wanted: bool = False
    cells: list[Cell] = field(default_factory=list)

    @property
    def gaps(self) -> int:
        return sum(cell.gap for cell in self.cells)


def matrix(*, units: Iterable[Unit], on: date) -> list[MatrixLine]:
    """In the order of the units; four queries however many."""
    lines = {unit.pk: MatrixLine(unit) for unit in units}
    rules = rule_values("postings.four_ones", "postings.four_ones_villages", on=on)
    kinds = holder_kinds(rules["postings.four_ones"])
    for village in Village.objects.filter(unit__in=lines):
        lines[village.unit_id].wanted = is_of_kind(village, rules["postings.four_ones_villages"])
    found: dict[tuple[int, str], Cell] = {}
    running = Supporter.objects.filter(unit__in=lines, starts_on__lte=on).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    )
    for row in running.select_related("person", "helping_unit").order_by("starts_on", "pk"):
        cell = Cell(row.kind, COLUMNS[row.kind], str(row.helping_unit or row.person), supporter=row)
        if row.person and row.person.left_on and row.person.left_on < on:
            cell.holder, cell.note = "", str(_("%(who)s已离开") % {"who": row.person})
        elif row.helping_unit and row.helping_unit.valid_to and row.helping_unit.valid_to < on:
            cell.holder, cell.note = "", str(_("%(who)s已停用") % {"who": row.helping_unit})
        found[row.unit_id, row.kind] = cell
    posted = Posting.objects.on_day(on).filter(
        unit__in=lines, kind__in=(PostingKind.FIRST_SECRETARY, PostingKind.ADVISER)
    )
    for posting in posted.select_related("person").order_by("starts_on", "pk"):
        cell = Cell(posting.kind, COLUMNS[posting.kind], posting.person.name, posting=posting)
        if posting.person.left_on and posting.person.left_on < on:
            cell.holder, cell.note = "", str(_("%(who)s已离开") % {"who": posting.person})
        found[posting.unit_id, posting.kind] = cell
    for key, line in lines.items():
        for kind, label in COLUMNS.items():
            cell = found.get((key, kind)) or Cell(kind, label)
            cell.gap = line.wanted and kind in kinds and not cell.holder
            line.cells.append(cell)
    return list(lines.values())
