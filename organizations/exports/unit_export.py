"""The list of units as a form."""

from django.utils.translation import gettext_lazy as _

from organizations.exports.from_resource import register_columns
from organizations.exports.kinds import ExportKind, as_query
from organizations.exports.tables import ExportColumn, ExportTable
from organizations.forms.units import UnitFilter
from organizations.models import Unit
from organizations.resources.units import UnitResource


class UnitExport(ExportKind):
    slug = "units"
    title = _("单位名单")
    action = "organizations.view_unit"
    list_url = "organizations:units"
    params = ("q", "kind", "state")

    def form(self, filters, membership, on):
        return UnitFilter(as_query(filters))

    def rows(self, filters, membership, on):
        return self.form(filters, membership, on).filter(Unit.objects.select_related("parent"), on)

    def table(self, on, filters):
        known = register_columns(
            UnitResource, ("code", "name", "short_name", "kind", "parent"), {"name": 30, "parent": 26}
        )
        return ExportTable(
            "单位名单",
            [
                *known,
                ExportColumn("启用日期", lambda unit: unit.valid_from, "date", 13),
                ExportColumn("停用日期", lambda unit: unit.valid_to, "date", 13),
            ],
            date_line=f"截至 {on:%Y-%m-%d}",
        )
