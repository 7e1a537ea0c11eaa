"""Who is told of a leave: who decides, then the village, its township and the unit that sent the person.

Without kind and reason: why somebody is away is for who decides, not for everybody who reads a notice.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Leave
from cadres.selectors.leave_total import plain
from organizations.models import Unit, UnitKind
from organizations.roles import Role
from organizations.services import notices

READERS = (Role.VILLAGE, Role.TOWNSHIP_LEAD, Role.TOWNSHIP, Role.UNIT_LIAISON)


@transaction.atomic
def asked(*, leave: Leave, by, on: date) -> None:
    """The tier's approver; nobody when the county has no such unit yet."""
    if leave.tier == Leave.Tier.COUNTY:
        units, role = list(Unit.objects.valid_on(on).filter(kind=UnitKind.COUNTY_OFFICE)), Role.COUNTY_OFFICE
    else:
        units, role = [leave.unit.parent], Role.TOWNSHIP_LEAD
    if any(units):
        _send(leave=leave, by=by, subject=_("%(who)s申请请假 %(n)s 天，请审批"), units=units, roles=[role])


@transaction.atomic
def decided(*, leave: Leave, by) -> None:
    if leave.state == Leave.State.APPROVED:
        changed(leave=leave, by=by, subject=_("%(who)s的请假已批准，共 %(n)s 天"))
    else:
        # A refusal is the person's own business.
        _send(
            leave=leave, by=by, subject=_("%(who)s的请假没有批准"), units=[_of_person(leave)],
            roles=[Role.VILLAGE] if leave.posting_id else [Role.TOWNSHIP_LEAD, Role.TOWNSHIP],
        )  # fmt: skip


@transaction.atomic
def changed(*, leave: Leave, by, subject: str) -> None:
    sender = leave.posting.sending_unit if leave.posting is not None else None
    units = [unit for unit in (leave.unit, leave.unit.parent, sender) if unit is not None]
    _send(leave=leave, by=by, subject=subject, units=units, roles=READERS)


def _of_person(leave: Leave):
    return leave.unit if leave.posting_id else leave.unit.parent or leave.unit


def _send(*, leave: Leave, by, subject: str, units, roles) -> None:
    facts = {"who": leave.who, "n": plain(leave.days)}
    lines = [
        _("%(unit)s，%(first)s 至 %(last)s。") % {"unit": leave.unit, "first": leave.starts_on, "last": leave.ends_on}
    ]
    if leave.back_on:
        lines.append(_("%(day)s 返岗。") % {"day": leave.back_on})
    if leave.stand_in:
        lines.append(_("代管人：%(name)s。") % {"name": leave.stand_in})
    notices.send_notice(
        by=by, subject=subject % facts, body="\n".join(lines), units=units, roles=roles,
        link=reverse("cadres:leave", args=[leave.public_id]),
    )  # fmt: skip
