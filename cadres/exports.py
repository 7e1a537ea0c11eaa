"""Postings as the tables that are sent around: what the list shows is what the file has. No phones: the list has none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadres.forms.postings import PostingFilter
from cadres.models import Posting
from cadres.selectors import posting_pages
from cadres.selectors.needs import Vacancy
from cadres.selectors.posting_year import year_lines
from cadres.selectors.seats import seat_units
from organizations.exports.kinds import ExportKind, as_query
from organizations.exports.tables import ExportColumn, ExportTable
from organizations.rules import rule_value

VACANT, SHORT = "vacant", "short"


class PostingExport(ExportKind):
    """The list of one tab; the empty seats are a table of their own."""

    slug = "postings"
    title = _("派驻干部名册")
    action = "cadres.view_posting"
    list_url = "cadres:postings"
    params = ("township", "kind", "sender", "q", "tab")

    def form(self, filters, membership, on):
        return PostingFilter(as_query(filters), units=seat_units(membership, on))

    def rows(self, filters, membership, on):
        warn = rule_value("postings.warn_days", on=on)
        form, tab = self.form(filters, membership, on), posting_pages.tab_of(as_query(filters), membership)
        if tab == VACANT:
            return [_Seat(one, on) for one in posting_pages.vacant_seats(membership, on, form.under())]
        if tab == SHORT:
            return posting_pages.teams_below_size(membership, on, form.under())
        seen = form.filter(Posting.objects.visible_to(membership))
        return posting_pages.posting_rows(posting_pages.in_tab(seen, tab, on, warn).for_rows(), on, warn)

    def table(self, on, filters):
        forms = {VACANT: ("第一书记空岗的村", _VACANCY), SHORT: ("驻村工作队人数不足的村", _SHORT)}
        title, columns = forms.get(as_query(filters).get("tab", ""), ("派驻干部名册", _POSTING))
        return ExportTable(title, columns, date_line=f"截至 {on:%Y-%m-%d}")


class PostingYearExport(ExportKind):
    slug = "posting-year"
    title = _("派驻年度汇总")
    action = "cadres.view_posting"
    list_url = "cadres:postings"
    params = ("year",)

    def rows(self, filters, membership, on):
        lines, total = year_lines(membership=membership, year=_year(filters, on), on=on)
        return [*((str(line.unit or "—"), line) for line in lines), ("合计", total)]

    def table(self, on, filters):
        def figure(heading: str | tuple[str, ...], value, width: float = 8) -> ExportColumn:
            return ExportColumn(heading, lambda row: value(row[1]), "number", width)

        reasons = [str(label) for _key, label in Posting.EndReason.choices]
        outcomes = [str(label) for key, label in Posting.Outcome.choices if key]
        return ExportTable(
            f"{_year(filters, on)}年派驻汇总",
            [
                ExportColumn("乡镇", lambda row: row[0], width=14),
                figure("应派村", lambda line: line.must),
                figure("空岗", lambda line: line.vacant),
                figure("在岗", lambda line: line.posted),
                figure("到任", lambda line: line.came),
                figure("离任", lambda line: line.left),
                *(figure(("离任原因", label), _at("by_reason", n), 10) for n, label in enumerate(reasons)),
                *(figure(("结果", label), _at("by_outcome", n), 12) for n, label in enumerate(outcomes)),
            ],
            date_line=f"截至 {on:%Y-%m-%d}",
            is_numbered=False,
        )


class _Seat:
    """A vacancy with its days, for the columns."""

    def __init__(self, vacancy: Vacancy, on: date):
        self.vacancy, self.days = vacancy, vacancy.days(on)


def _last(seat: _Seat, name: str) -> Any:
    last = seat.vacancy.last
    if last is None:
        return None
    return last.person.name if name == "person" else last.sending_unit


def _of(name: str):
    return lambda row: getattr(row.posting, name)


_POSTING: Sequence[ExportColumn] = [
    ExportColumn("乡镇", lambda row: row.posting.unit.parent),
    ExportColumn("村", lambda row: row.posting.unit.name, width=14),
    ExportColumn("岗位", lambda row: row.posting.get_kind_display()),
    ExportColumn("姓名", lambda row: row.posting.person.name, width=10),
    ExportColumn("派出单位", _of("sending_unit"), width=18),
    ExportColumn("到任日期", _of("starts_on"), "date"),
    ExportColumn("任期届满日", _of("ends_on"), "date"),
    ExportColumn("离任日期", _of("ended_on"), "date"),
    ExportColumn("离任原因", lambda row: row.posting.get_end_reason_display(), width=14),
    ExportColumn("任职文件", _of("document"), width=20),
    ExportColumn("状态", lambda row: row.words, width=14),
]
_SHORT: Sequence[ExportColumn] = [
    ExportColumn("乡镇", lambda team: team.unit.parent),
    ExportColumn("村", lambda team: team.unit.name, width=14),
    ExportColumn("在岗", lambda team: team.have, "number", 8),
    ExportColumn("应有", lambda team: team.size, "number", 8),
    ExportColumn("还差", lambda team: team.missing, "number", 8),
]
_VACANCY: Sequence[ExportColumn] = [
    ExportColumn("乡镇", lambda seat: seat.vacancy.unit.parent),
    ExportColumn("村", lambda seat: seat.vacancy.unit.name, width=14),
    ExportColumn("空岗自", lambda seat: seat.vacancy.since, "date"),
    ExportColumn("天数", lambda seat: seat.days, "number", 8),
    ExportColumn("前任", lambda seat: _last(seat, "person"), width=10),
    ExportColumn("派出单位", lambda seat: _last(seat, "unit"), width=18),
]


def _at(name: str, place: int):
    return lambda line: getattr(line, name)[place]


def _year(filters: Any, on: date) -> int:
    asked = as_query(filters).get("year", "")
    years = range(posting_pages.OLDEST_YEAR, on.year + 1)
    return next((year for year in years if str(year) == asked), on.year)
