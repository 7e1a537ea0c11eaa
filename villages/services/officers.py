"""Who takes a post in a village, who leaves it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Unit
from organizations.sealed import Sealed
from organizations.services import audit
from organizations.services.versions import save_version
from villages.models import OfficerPost, VillageOfficer

# Which seats a post takes: 一肩挑 takes both.
SEATS = {
    OfficerPost.SECRETARY: {"secretary"},
    OfficerPost.BOTH: {"secretary", "head"},
    OfficerPost.HEAD: {"head"},
}


@transaction.atomic
def appoint(*, unit: Unit, values: Mapping[str, Any], by, on: date) -> VillageOfficer:
    """Somebody takes a post. Refuses a seat that is taken, and a first day to come."""
    officer = VillageOfficer(unit=unit, **values)
    if officer.started_on and officer.started_on > on:
        raise ValidationError({"started_on": _("任职日期不能晚于今天。到那一天再登记。")})
    _refuse_taken(officer, on)
    officer.save()
    audit.record(by=by, action="officer.appoint", target=unit, after=_facts(officer))
    return officer


@transaction.atomic
def edit_officer(*, officer: VillageOfficer, values: Mapping[str, Any], version: int, by) -> bool:
    """Correct what is known of somebody; False when nothing differs. Raises StaleVersion when somebody was faster."""
    return save_version(instance=officer, values=values, version=version, by=by, action="officer.edit")


@transaction.atomic
def end_office(*, officer: VillageOfficer, on: date, reason: str, by, today: date) -> None:
    """The last day in a post. The row stays in the village's history. Refuses who has left and a day to come."""
    stored = VillageOfficer.objects.select_for_update().get(pk=officer.pk)
    if stored.ended_on:
        raise ValidationError(_("%(name)s已经登记离任。") % {"name": stored.name})
    if on > today:
        raise ValidationError({"on": _("离任日期不能晚于今天。到那一天再登记。")})
    if stored.started_on and on < stored.started_on:
        raise ValidationError({"on": _("离任日期早于任职日期。")})
    stored.ended_on, stored.version = on, stored.version + 1
    stored.save(update_fields=["ended_on", "version"])
    audit.record(by=by, action="officer.end", target=stored.unit, after={"name": stored.name, "on": on}, reason=reason)


def end_all(*, unit: Unit, on: date) -> int:
    """All who are in office when a village ends; part of that change, which has its own audit line."""
    staying = VillageOfficer.objects.filter(unit=unit, ended_on__isnull=True)
    ended = 0
    for officer in staying.select_for_update():
        officer.ended_on = max(on, officer.started_on) if officer.started_on else on
        officer.version += 1
        officer.save(update_fields=["ended_on", "version"])
        ended += 1
    return ended


@transaction.atomic
def unit_merged(*, unit: Unit, into: Unit, by, on: date, paper: str) -> None:
    """Named in settings.UNIT_MERGED: who led the village leads it no longer; its page keeps them."""
    end_all(unit=unit, on=on)


@transaction.atomic
def unit_closed(*, unit: Unit, by, on: date, paper: str) -> None:
    end_all(unit=unit, on=on)


def _refuse_taken(officer: VillageOfficer, on: date) -> None:
    wanted = SEATS.get(OfficerPost(officer.post), set())
    if not wanted:
        return
    # The unit's row is the lock: two appointments to one village take turns.
    Unit.objects.select_for_update(of=("self",)).get(pk=officer.unit_id)
    for other in VillageOfficer.objects.filter(unit=officer.unit, ended_on__isnull=True):
        if SEATS.get(OfficerPost(other.post), set()) & wanted:
            raise ValidationError(
                {
                    "post": _("%(name)s现任%(post)s。请先登记离任，再登记新人。")
                    % {"name": other.name, "post": other.get_post_display()}
                }
            )


def _facts(officer: VillageOfficer) -> dict[str, Any]:
    phone = officer.phone if isinstance(officer.phone, Sealed) else Sealed(officer.phone or "")  # never in plain
    return {
        "post": officer.post,
        "name": officer.name,
        "born_on": officer.born_on,
        "education": officer.education,
        "started_on": officer.started_on,
        "phone": phone,
    }
