"""Changes to a village's yearly facts."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.errors import StaleVersion
from organizations.models import Unit
from organizations.services import audit
from organizations.services.versions import save_version
from villages.models import VillageYear


@transaction.atomic
def save_year(*, unit: Unit, year: int, values: Mapping[str, Any], version: int, by) -> bool:
    """Write a year's facts; the first ones make the row. False when nothing differs. Refuses more members than residents.

    `version` 0 means that there was no row when the form was opened. Raises StaleVersion when somebody was faster.
    """
    _check(values)
    row = VillageYear.objects.filter(unit=unit, year=year).first()
    if row is not None:
        if version == 0:
            raise StaleVersion(row)
        return save_version(instance=row, values=values, version=version, by=by, action="village.year")
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return False
    VillageYear.objects.create(unit=unit, year=year, **known)
    audit.record(by=by, action="village.year", target=unit, after={"year": year, **known})
    return True


def _check(values: Mapping[str, Any]) -> None:
    residents = values.get("residents")
    if residents is None:
        return
    for name, words in (("party_members", _("党员数")), ("households", _("户数"))):
        if values.get(name) is not None and values[name] > residents:
            raise ValidationError({name: _("%(what)s大于人口数，请核对。") % {"what": words}})
