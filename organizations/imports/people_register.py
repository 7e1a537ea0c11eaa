"""People from Excel: found by staff number, else by name within their unit."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from organizations.imports.registers import Register
from organizations.models import Person
from organizations.resources.people import PersonResource
from organizations.services import import_people


class PeopleRegister(Register):
    slug = "people"
    title = _("人员登记表")
    action = "organizations.edit_person"
    resource = PersonResource
    list_url = "organizations:people"
    icon = "users"

    def queryset(self, on: date):
        return Person.objects.select_related("unit").order_by("unit__path", "pinyin", "id")

    def exported(self, on: date):
        return self.queryset(on).in_service(on)

    def keys_of(self, existing):
        person = existing.row
        keys = [f"no:{person.staff_no}"] if person.staff_no else []
        return keys if person.left_on else [*keys, f"{person.name}|{person.unit.code}"]

    def key_of(self, values):
        keys = [f"no:{values['staff_no']}"] if values.get("staff_no") else []
        if values.get("name") and values.get("unit"):
            keys.append(f"{values['name']}|{values['unit']}")
        return keys

    def group_of(self, existing):
        return None if existing.row.left_on else existing.row.unit.code

    def examine(self, rows, existing, on):
        for row in rows:
            if row.target is None:
                continue
            person = row.target.row
            if person.left_on and person.left_on < on:
                row.refuse("name", "这个人已登记离开。回来工作请在人员页面登记调动")
            elif "unit" in row.changes:
                row.refuse("unit", f"现在登记在“{person.unit}”。调动请在人员页面登记")
            elif "staff_no" in row.changes and person.staff_no:
                row.refuse("staff_no", f"同一单位已有同名的人，工号是 {person.staff_no}，请核对")
            elif "name" in row.changes:
                row.ask("name", f"这个工号原来是“{person.name}”，请核对是不是同一个人")

    def write(self, *, rows, by, on):
        return import_people.write_people(rows=rows, by=by, on=on)

    def take_back(self, *, rows, by, on):
        import_people.take_back_people(rows=rows, by=by, on=on)
