"""Making a county: done by the platform's operator from the command line, as the owner of the database."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Account, County, Person, Unit, UnitKind
from organizations.roles import Role
from organizations.services import accounts, people, units
from organizations.tenancy.context import tenant


@transaction.atomic
def found_county(
    *, code: str, name: str, department_name: str, login_name: str, person_name: str, by, on: date, now: datetime
) -> tuple[Account, str]:
    """A county with its root unit, its county office and one system administrator; returns the log-in and its code.

    Refuses a code or a name that is there already.
    """
    if County.objects.filter(code=code).exists():
        raise ValidationError(_("已有代码为 %(code)s 的县，没有新建。") % {"code": code})
    if County.objects.filter(name=name).exists():
        raise ValidationError(_("已有叫“%(name)s”的县，没有新建。同名的县请用“省市＋县名”。") % {"name": name})
    county = County(code=code, name=name, department_name=department_name)
    county.full_clean()
    county.save()
    with tenant(county.pk):
        root = units.open_unit(unit=Unit(kind=UnitKind.COUNTY, code=code, name=name, valid_from=on), by=by)
        office = Unit(
            kind=UnitKind.COUNTY_OFFICE, code=f"{code}-001", name=department_name, parent=root, order=1, valid_from=on
        )
        units.open_unit(unit=office, by=by)
        person = Person(county_id=county.pk, name=person_name, unit=office, title=_("系统管理员"))
        people.register_person(person=person, by=by, on=on)
        return accounts.open_account(
            person=person, login_name=login_name, role=Role.COUNTY_ADMIN, unit=office, by=by, on=on, now=now
        )
