"""Postings as the tables that are sent around: what the list shows is what the file has. No phones: the list has none."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cadres.models import Posting
from cadres.selectors.needs import Vacancy
from cadres.selectors.posting_pages import PostingRow
from cadres.selectors.posting_year import YearLine
from organizations.exports.sheet import Heading, Table

Rows = tuple[Table, Iterator[list[Any]]]


def posting_table(found: Sequence[PostingRow], *, unit: str, on: date) -> Rows:
    headings = [
        Heading(_("序号"), 6), Heading(_("乡镇"), 12), Heading(_("村"), 14), Heading(_("岗位"), 12), Heading(_("姓名"), 10),
        Heading(_("派出单位"), 18), Heading(_("到任日期"), 12), Heading(_("任期届满日"), 12), Heading(_("离任日期"), 12),
        Heading(_("离任原因"), 14), Heading(_("任职文件"), 20), Heading(_("状态"), 14),
    ]  # fmt: skip
    rows = (
        [
            number, str(row.posting.unit.parent or ""), row.posting.unit.name, row.posting.get_kind_display(), row.posting.person.name,
            str(row.posting.sending_unit or "") or None, row.posting.starts_on, row.posting.ends_on, row.posting.ended_on,
            row.posting.get_end_reason_display() or None, row.posting.document or None, row.words,
        ]
        for number, row in enumerate(found, 1)
    )  # fmt: skip
    return _table(_("派驻干部名册"), headings, unit, on), rows


def vacancy_table(found: Sequence[Vacancy], *, unit: str, on: date) -> Rows:
    headings = [
        Heading(_("序号"), 6), Heading(_("乡镇"), 12), Heading(_("村"), 14), Heading(_("空岗自"), 12), Heading(_("天数"), 8),
        Heading(_("前任"), 10), Heading(_("派出单位"), 18),
    ]  # fmt: skip
    rows = (
        [
            number, str(one.unit.parent or ""), one.unit.name, one.since, one.days(on), one.last.person.name if one.last else None,
            str(one.last.sending_unit or "") or None if one.last else None,
        ]
        for number, one in enumerate(found, 1)
    )  # fmt: skip
    return _table(_("第一书记空岗的村"), headings, unit, on), rows


def year_table(lines: Sequence[YearLine], total: YearLine, *, year: int, unit: str, on: date) -> Rows:
    headings = [
        Heading(_("乡镇"), 14), Heading(_("应派村"), 8), Heading(_("空岗"), 8), Heading(_("在岗"), 8), Heading(_("到任"), 8),
        Heading(_("离任"), 8), *(Heading(str(label), 10, _("离任原因")) for _key, label in Posting.EndReason.choices),
        *(Heading(str(label), 12, _("结果")) for key, label in Posting.Outcome.choices if key),
    ]  # fmt: skip
    rows = (
        [
            str(line.unit) if line.unit else _("合计") if line is total else "—", line.must, line.vacant, line.posted, line.came, line.left,
            *line.by_reason, *line.by_outcome,
        ]
        for line in (*lines, total)
    )  # fmt: skip
    return _table(_("%(year)s年派驻汇总") % {"year": year}, headings, unit, on), rows


def _table(title: str, headings: list[Heading], unit: str, on: date) -> Table:
    return Table(title=title, left=_("填报单位：%(unit)s") % {"unit": unit}, right=str(on), headings=headings)
