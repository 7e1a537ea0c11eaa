"""The village registers as the tables that are sent around: what the list shows is what the file has."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.exports.kinds import ExportKind, as_query
from organizations.exports.tables import ExportColumn, ExportTable
from organizations.selectors.townships import townships_of
from villages.forms.income import IncomeFilter
from villages.forms.roster import RosterFilter
from villages.income_settings import income_settings, line_words
from villages.selectors.income_overview import IncomeLineOfVillage, income_found, years_of
from villages.selectors.roster import RosterLine, roster, sorted_lines, visible_villages

SECRETARY = "党组织书记"


class RosterExport(ExportKind):
    """The phone stands as its mask: whole numbers leave the system nowhere."""

    slug = "villages"
    title = _("村级台账")
    action = "villages.view_village"
    list_url = "villages:roster"
    params = ("q", "township", "status", "secretary", "sort")

    def form(self, filters, membership, on):
        return RosterFilter(as_query(filters), townships=townships_of(membership, on, self.action))

    def rows(self, filters, membership, on):
        lines = roster(visible_villages(membership, on), on)
        return sorted_lines(self.form(filters, membership, on).filter(lines), as_query(filters).get("sort", ""))

    def table(self, on, filters):
        def of(name: str, value, **more) -> ExportColumn:
            return ExportColumn((SECRETARY, name), value, **more)

        return ExportTable(
            "村级组织基本情况台账",
            [
                ExportColumn("乡镇", lambda line: line.township),
                ExportColumn("村", lambda line: line.name, width=14),
                ExportColumn("区划代码", lambda line: line.facts.unit.code, width=15),
                ExportColumn("类别", lambda line: "、".join(words for _kind, words in line.tags), width=18),
                ExportColumn("户数", lambda line: line.households, "number", 8),
                ExportColumn("人口", lambda line: line.residents, "number", 8),
                ExportColumn("党员", lambda line: line.party_members, "number", 8),
                of("姓名", lambda line: line.secretary, width=10),
                of("年龄", lambda line: line.age, kind="number", width=6),
                of("学历", lambda line: line.education),
                of("一肩挑", _both_posts, width=8),
                of("年报酬（元）", lambda line: line.pay, kind="number"),
                of("联系电话", _phone, width=14),
                ExportColumn("后备", lambda line: line.reserve, "number", 6),
            ],
            date_line=f"截至 {on:%Y-%m-%d}",
            footer=("说明：手机号只显示头尾。",),
        )


class IncomeExport(ExportKind):
    slug = "income"
    title = _("村级集体经济收入")
    action = "villages.view_village"
    list_url = "villages:income"
    params = ("year", "township", "reported")

    def form(self, filters, membership, on):
        townships = townships_of(membership, on, self.action)
        return IncomeFilter(as_query(filters), townships=townships, years=years_of(on))

    def rows(self, filters, membership, on):
        return income_found(self.form(filters, membership, on), membership, on).rows

    def table(self, on, filters):
        def money(name: str, value) -> ExportColumn:
            return ExportColumn(name, value, "number", 10)

        return ExportTable(
            f"{_year(filters, on)}年村级集体经济收入情况",
            [
                ExportColumn("乡镇", lambda row: row.unit.parent),
                ExportColumn("村", lambda row: row.unit.name, width=14),
                money("本年", lambda row: row.value),
                money("上年", lambda row: row.last),
                money("下一档", lambda row: row.next_floor),
                money("还差", lambda row: row.missing),
                money("预计全年", lambda row: row.forecast_value),
                ExportColumn("依据", _basis, width=14),
            ],
            unit_line="单位：万元",
            date_line=f"截至 {on:%Y-%m-%d}",
            footer=(f"计入：{line_words(income_settings(on).lines)}",),
        )


def _both_posts(line: RosterLine) -> str:
    if line.facts.secretary is None:
        return ""
    return "是" if line.both_posts else "否"


def _phone(line: RosterLine) -> str:
    secretary = line.facts.secretary
    return str(secretary.phone) if secretary and secretary.phone else ""


def _basis(row: IncomeLineOfVillage) -> str:
    if row.counted.from_accounts:
        return "年度决算"
    return f"{len(row.counted.quarters)} 个季度" if row.counted.quarters else "没有报"


def _year(filters: Any, on: date) -> int:
    """The year that the list shows: the one asked for when it may be chosen, else the present one."""
    asked = as_query(filters).get("year", "")
    return next((year for year in years_of(on) if str(year) == asked), on.year)
