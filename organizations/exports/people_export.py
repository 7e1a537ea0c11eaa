"""The list of people as a form: phone numbers as their masks, citizen numbers not at all."""

from django.utils.translation import gettext_lazy as _

from organizations.exports.from_resource import register_columns
from organizations.exports.kinds import ExportKind, as_query
from organizations.exports.tables import ExportColumn, ExportTable
from organizations.forms.people import PersonFilter
from organizations.models import Person, Unit
from organizations.resources.people import PersonResource


class PeopleExport(ExportKind):
    slug = "people"
    title = _("人员名单")
    action = "organizations.view_people"
    list_url = "organizations:people"
    params = ("q", "unit", "state")

    def form(self, filters, membership, on):
        units = Unit.objects.valid_on(on).within(membership, self.action).order_by("path")
        return PersonFilter(as_query(filters), units=units)

    def rows(self, filters, membership, on):
        return self.form(filters, membership, on).filter(Person.objects.visible_to(membership).for_list(), on)

    def table(self, on, filters):
        township = ExportColumn("所属乡镇", _township, width=20)
        first = register_columns(PersonResource, ("name", "unit"), {"unit": 26})
        more = register_columns(PersonResource, ("title", "staff_no", "phone"), {"title": 22})
        left = ExportColumn("离开日期", lambda person: person.left_on, "date", 13)
        account = ExportColumn("账号", _account, width=12)
        return ExportTable(
            "人员名单",
            [*first, township, *more, left, account],
            date_line=f"截至 {on:%Y-%m-%d}",
            footer=("说明：手机号只显示头尾。",),
        )


def _township(person: Person) -> str:
    unit = person.unit
    return str(unit.parent) if unit.kind == "village" and unit.parent else ""


def _account(person: Person) -> str:
    if person.account is None:
        return "没有账号"
    return "有账号" if person.account.is_active else "账号停用"
