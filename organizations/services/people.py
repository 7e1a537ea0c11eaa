"""What can happen to a person in the register: registered, corrected, moved, left; and personal data shown in full."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import AuditEntry, Person, PersonMove, Unit
from organizations.pinyin import search_keys, sort_key
from organizations.sealed import Sealed
from organizations.services import accounts, audit, memberships, sessions
from organizations.services.versions import save_version

REVEALS_PER_HOUR = 30
SEALED = ("phone", "citizen_number")


@transaction.atomic
def register_person(*, person: Person, by, on: date) -> Person:
    """Enter a person. Refuses a closed unit and a staff number that somebody else has."""
    _check_open(person.unit, on)
    person.pinyin, person.search_keys = sort_key(person.name), search_keys(person.name)
    with _staff_no_in_words():
        person.save()
    audit.record(by=by, action="person.register", target=person, after=_facts(person))
    return person


@transaction.atomic
def edit_person(*, person: Person, values: Mapping[str, Any], version: int, by) -> bool:
    """Correct name, title, staff number, phone or citizen number; False when nothing differs. Moving is another act.

    Raises StaleVersion when somebody else saved in between.
    """
    with _staff_no_in_words():
        changed = save_version(instance=person, values=values, version=version, by=by, action="person.edit")
    if changed:
        keys = {"pinyin": sort_key(person.name), "search_keys": search_keys(person.name)}
        Person.objects.filter(pk=person.pk).update(**keys)
    return changed


@transaction.atomic
def move_person(
    *, person: Person, to_unit: Unit, on: date, title: str, reason: str, end_roles: bool, by, today: date
) -> PersonMove:
    """Record that a person works in another unit since a day; one who had left is back. Their sessions end.

    With `end_roles` the roles in the old unit stop now. Refuses the same unit, a closed unit, and a day to come.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("unit", "account").get(pk=person.pk)
    if to_unit.pk == person.unit_id and not person.left_on:
        raise ValidationError({"to_unit": _("%(name)s现在就在这个单位。") % {"name": person.name}})
    if on > today:
        raise ValidationError({"on": _("调动日期不能晚于今天。到那一天再登记。")})
    _check_open(to_unit, today, field="to_unit")
    move = PersonMove.objects.create(
        person=person, from_unit=person.unit, to_unit=to_unit, title_before=person.title, title_after=title, on=on,
        reason=reason,
    )  # fmt: skip
    before = {"unit": person.unit, "title": person.title, "left_on": person.left_on}
    from_unit = person.unit
    person.unit, person.title, person.left_on, person.version = to_unit, title, None, person.version + 1
    person.save(update_fields=["unit", "title", "left_on", "version"])
    ended = 0
    if person.account:
        if end_roles:
            ended = memberships.end_memberships(
                account=person.account, unit=from_unit, by=by, on=today, reason=reason or _("人员调动")
            )
        sessions.end_all(account_id=person.account.pk)
    audit.record(
        by=by,
        action="person.move",
        target=person,
        before=before,
        after={"unit": to_unit, "title": title, "on": on, "ended_roles": ended},
        reason=reason,
    )
    return move


@transaction.atomic
def let_person_leave(*, person: Person, on: date, reason: str, by, today: date) -> None:
    """The person no longer works here after that day: roles end, the log-in is disabled. The entry stays.

    Refuses somebody who has left, and a day to come.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    if person.left_on:
        raise ValidationError(_("%(name)s已经登记为离开。") % {"name": person.name})
    if on > today:
        raise ValidationError({"on": _("离开日期不能晚于今天。到那一天再登记。")})
    person.left_on, person.version = on, person.version + 1
    person.save(update_fields=["left_on", "version"])
    if person.account:
        memberships.end_memberships(account=person.account, by=by, on=today, reason=reason)
        if person.account.is_active:
            accounts.disable_account(account=person.account, reason=reason, by=by, on=today)
    audit.record(by=by, action="person.leave", target=person, after={"left_on": on}, reason=reason)
    for path in settings.PERSON_LEFT:
        import_string(path)(person=person, by=by, on=on)


@transaction.atomic
def reveal(*, person: Person, field: str, reason: str, by, now: datetime) -> str:
    """The full phone or citizen number, once, against a reason and an audit line that does not repeat it.

    Refuses more than thirty an hour for one account.
    """
    if field not in SEALED:
        raise ValidationError(_("没有这一项。"))
    recent = AuditEntry.objects.filter(account_id=by.pk, action="person.reveal", at__gt=now - timedelta(hours=1))
    if recent.count() >= REVEALS_PER_HOUR:
        raise ValidationError(
            _("一小时内已经查看 %(n)s 次，请过一会儿再看。确要成批使用，请联系系统管理员。") % {"n": REVEALS_PER_HOUR}
        )
    audit.record(by=by, action="person.reveal", target=person, after={"field": field}, reason=reason)
    return getattr(person, field).open()


@contextmanager
def _staff_no_in_words() -> Iterator[None]:
    """The form has looked already; this catches the two who typed the same number in the same second."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "person_county_staff_no" not in str(error):
            raise
        raise ValidationError({"staff_no": _("这个工号已经登记给别人。")}) from error


def _check_open(unit: Unit, on: date, field: str = "unit") -> None:
    if unit.valid_to and unit.valid_to < on:
        raise ValidationError({field: _("这个单位已经停用，请选现在的单位。")})


def _facts(person: Person) -> dict[str, Any]:
    phone = person.phone if isinstance(person.phone, Sealed) else Sealed(person.phone or "")  # never in plain
    return {
        "name": person.name,
        "unit": person.unit,
        "title": person.title,
        "staff_no": person.staff_no,
        "phone": phone,
    }
