"""The village registers as the tables that are sent around: what the list shows is what the file has."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organizations.exports.sheet import Heading, Table
from villages.selectors.income_overview import IncomeLineOfVillage
from villages.selectors.roster import RosterLine


def roster_table(lines: Sequence[RosterLine], *, unit: str, on: date) -> tuple[Table, Iterator[list[Any]]]:
    """The phone stands as its mask: whole numbers leave the system nowhere."""
    officer = _("党组织书记")
    table = Table(
        title=_("村级组织基本情况台账"),
        left=_("填报单位：%(unit)s") % {"unit": unit},
        right=str(on),
        headings=[
            Heading(_("序号"), 6), Heading(_("乡镇"), 12), Heading(_("村"), 14), Heading(_("区划代码"), 15), Heading(_("类别"), 18),
            Heading(_("户数"), 8), Heading(_("人口"), 8), Heading(_("党员"), 8), Heading(_("姓名"), 10, officer),
            Heading(_("年龄"), 6, officer), Heading(_("学历"), 12, officer), Heading(_("一肩挑"), 8, officer),
            Heading(_("年报酬（元）"), 12, officer), Heading(_("联系电话"), 14, officer), Heading(_("后备"), 6),
        ],
    )  # fmt: skip
    return table, _roster_rows(lines)


def _roster_rows(lines: Iterable[RosterLine]) -> Iterator[list[Any]]:
    for number, line in enumerate(lines, 1):
        secretary = line.facts.secretary
        yield [
            number, line.township, line.name, line.facts.unit.code, "、".join(words for _kind, words in line.tags), line.households,
            line.residents, line.party_members, line.secretary or None, line.age, line.education or None,
            line.both_posts if secretary else None, line.pay, str(secretary.phone) if secretary and secretary.phone else None,
            line.reserve,
        ]  # fmt: skip


def income_table(
    rows: Sequence[IncomeLineOfVillage], *, year: int, lines: str, unit: str, on: date
) -> tuple[Table, Iterator[list[Any]]]:
    table = Table(
        title=_("%(year)s 年村级集体经济收入情况") % {"year": year},
        left=_("填报单位：%(unit)s；单位：万元") % {"unit": unit},
        right=str(on),
        foot=_("计入：%(lines)s") % {"lines": lines},
        headings=[
            Heading(_("序号"), 6), Heading(_("乡镇"), 12), Heading(_("村"), 14), Heading(_("本年"), 10), Heading(_("上年"), 10),
            Heading(_("下一档"), 10), Heading(_("还差"), 10), Heading(_("预计全年"), 10), Heading(_("依据"), 14),
        ],
    )  # fmt: skip
    return table, _income_rows(rows)


def _income_rows(rows: Iterable[IncomeLineOfVillage]) -> Iterator[list[Any]]:
    for number, row in enumerate(rows, 1):
        if row.counted.from_accounts:
            basis = _("年度决算")
        elif row.counted.quarters:
            basis = _("%(n)s 个季度") % {"n": len(row.counted.quarters)}
        else:
            basis = _("没有报")
        yield [
            number, str(row.unit.parent or ""), row.unit.name, row.value, row.last, row.next_floor, row.missing, row.forecast_value, basis,
        ]  # fmt: skip
