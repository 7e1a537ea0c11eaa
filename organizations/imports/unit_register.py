"""Units from Excel: found by code; a parent may stand in the same file."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.imports.registers import Register
from organizations.imports.values import plain_name
from organizations.models import ImportBatch, ImportRow, Unit, UnitKind
from organizations.resources.units import UnitResource
from organizations.services import import_units
from organizations.services.units import check_place


class UnitRegister(Register):
    slug = "units"
    title = _("单位登记表")
    action = "organizations.edit_unit"
    resource = UnitResource
    list_url = "organizations:units"
    icon = "tree"

    def queryset(self, on: date):
        return Unit.objects.select_related("parent").order_by("path")

    def exported(self, on: date):
        return self.queryset(on).valid_on(on).exclude(kind=UnitKind.COUNTY)

    def prepare(self, known, rows):
        for row in rows:
            code, name = "".join(row.get("code", "").split()), row.get("name", "").strip()
            for word in (plain_name(name), plain_name(row.get("short_name", "")), code):
                if code and word and (code, name) not in known.units.setdefault(word, []):
                    known.units[word].append((code, name))

    def keys_of(self, existing):
        return [existing.values["code"]]

    def key_of(self, values):
        return [values["code"]] if values.get("code") else []

    def examine(self, rows, existing, on):
        by_code = {one.values["code"]: one.row for one in existing}
        coming = {
            row.key: Unit(code=row.key, kind=row.values["kind"], path=f"…/{row.key}/", name=row.values.get("name", ""))
            for row in rows
            if row.key and row.target is None and row.values.get("kind")
        }
        taken_back = taken_back_units()
        for row in rows:
            if row.target is not None and row.target.row.valid_to:
                if row.target.public_id in taken_back:
                    row.target, row.changes = None, {}  # set up again by this import
                else:
                    row.refuse("code", "这个代码的单位已停用，请核对代码")
                    continue
            if row.target is not None and "kind" in row.changes:
                row.refuse("kind", "单位的类别不能改，请核对代码")
                continue
            if not row.key or "kind" not in row.values or "parent" not in row.values and row.target is None:
                if row.target is None and row.key and not row.messages:
                    row.refuse("kind" if "kind" not in row.values else "code", "没有“上级单位”一列，不能新设单位")
                continue
            self._place(row, by_code, coming)

    def _place(self, row, by_code, coming):
        if row.target is None:
            unit = Unit(code=row.key, kind=row.values["kind"], path=f"…/{row.key}/")
            changed = None
            if unit.kind == UnitKind.COUNTY:
                row.refuse("kind", "县本级不能通过导入设立")
                return
        else:
            stored = row.target.row
            unit = Unit(pk=stored.pk, code=stored.code, kind=stored.kind, path=stored.path, parent=stored.parent)
            changed = set(row.changes)
        if "parent" in row.values:
            code = row.values["parent"]
            unit.parent = (by_code.get(code) or coming.get(code)) if code else None
            if code in coming and (by_code.get(code) is None or by_code[code].valid_to):
                unit.parent = coming[code]
        try:
            check_place(unit, changed)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                row.refuse(name if name in row.raw else "code", "".join(messages))

    def write(self, *, rows, by, on):
        return import_units.write_units(rows=rows, by=by, on=on)

    def take_back(self, *, rows, by, on):
        import_units.take_back_units(rows=rows, by=by, on=on)


def taken_back_units() -> set:
    """Units that an import had set up and that were taken back with it: their codes are free for the next try."""
    rows = ImportRow.objects.filter(
        batch__kind=UnitRegister.slug, batch__state=ImportBatch.State.UNDONE, version_before__isnull=True
    )
    return set(rows.exclude(target__isnull=True).values_list("target", flat=True))
