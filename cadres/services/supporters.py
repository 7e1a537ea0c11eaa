"""Who holds a village: county leader, township leader, supporting unit. One of a kind at a time, the former ones stay."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cadres.models import Supporter
from organizations.models import Person, Unit, UnitKind
from organizations.services import audit


@transaction.atomic
def set_supporter(
    *,
    unit: Unit,
    kind: str,
    person: Person | None = None,
    helping_unit: Unit | None = None,
    starts_on: date,
    by,
    on: date,
) -> Supporter:
    """Enter who holds the village from a day; whoever did so until then ends the day before.

    Refused: a unit that is no village of today, somebody who has left, a day to come or before the former one began.
    """
    stored = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if stored.kind != UnitKind.VILLAGE or (stored.valid_to and stored.valid_to < on):
        raise ValidationError(_("包联只登记在现在的村。"))
    if kind not in Supporter.Kind.values:
        raise ValidationError(_("没有这种包联。"))
    if kind == Supporter.Kind.UNIT:
        person = None
        if helping_unit is None:
            raise ValidationError({"helping_unit": _("请选择帮扶单位。")})
        if helping_unit.valid_to and helping_unit.valid_to < on:
            raise ValidationError({"helping_unit": _("这个单位已经停用，请选现在的单位。")})
    else:
        helping_unit = None
        if person is None:
            raise ValidationError({"person": _("请选择人员。")})
        if person.left_on:
            raise ValidationError({"person": _("%(who)s已登记离开，请选在任的人。") % {"who": person}})
    if starts_on > on:
        raise ValidationError({"starts_on": _("日期还没有到，请到那一天再登记。")})
    former = (
        Supporter.objects.select_for_update(of=("self",)).filter(unit=stored, kind=kind, ended_on__isnull=True).first()
    )
    if former is not None:
        if (former.person_id, former.helping_unit_id) == (person and person.pk, helping_unit and helping_unit.pk):
            raise ValidationError(_("登记的就是现在这一位（个），没有变化。"))
        if starts_on <= former.starts_on:
            raise ValidationError(
                {"starts_on": _("前一任从 %(day)s 开始，请填这以后的日期。") % {"day": former.starts_on}}
            )
        _end(former, starts_on - timedelta(days=1))
    row = Supporter.objects.create(
        unit=stored, kind=kind, person=person, helping_unit=helping_unit, starts_on=starts_on
    )
    audit.record(
        by=by, action="supporter.set", target=stored,
        before={"kind": kind, "holder": _holder(former)} if former else None,
        after={"kind": kind, "holder": _holder(row), "starts_on": starts_on},
    )  # fmt: skip
    return row


@transaction.atomic
def end_supporter(*, supporter: Supporter, ended_on: date, by, on: date) -> None:
    """Nobody follows yet. Refused: one that has ended, a day to come or before the beginning."""
    stored = (
        Supporter.objects.select_for_update(of=("self",))
        .select_related("unit", "person", "helping_unit")
        .get(pk=supporter.pk)
    )
    if stored.ended_on:
        raise ValidationError(_("这一项包联已经结束。"))
    if ended_on > on:
        raise ValidationError({"ended_on": _("日期还没有到，请到那一天再登记。")})
    if ended_on < stored.starts_on:
        raise ValidationError({"ended_on": _("结束日期早于开始日期。")})
    _end(stored, ended_on)
    audit.record(
        by=by, action="supporter.end", target=stored.unit,
        after={"kind": stored.kind, "holder": _holder(stored), "ended_on": ended_on},
    )  # fmt: skip


def _end(row: Supporter, ended_on: date) -> None:
    row.ended_on, row.version = ended_on, row.version + 1
    row.save(update_fields=["ended_on", "version"])


def _holder(row: Supporter) -> str:
    return str(row.helping_unit if row.kind == Supporter.Kind.UNIT else row.person)
