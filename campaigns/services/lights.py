"""Setting a light by hand."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, LightOverride
from organizations.rules import rule_value
from organizations.services import audit


@transaction.atomic
def override_light(
    *, assignment: Assignment, kind: str, reason: str, until: date, by, on: date, late: bool = False
) -> LightOverride:
    """Set the light from today until a day. Earlier ones stay as they are; the newest counts.

    Refused: without a reason, for an ended share, longer than the county allows, and green for what is overdue or was
    filed late (`late`) — lateness is a fact.
    """
    reason = reason.strip()
    longest = rule_value("lights.override_days", on=on)
    if assignment.state != Assignment.State.ACTIVE:
        raise ValidationError(_("这个单位已经不承担这项任务，不能调灯。"))
    if kind not in LightOverride.Kind.values:
        raise ValidationError({"kind": _("请选择调成什么灯。")})
    if not reason:
        raise ValidationError({"reason": _("请写明调灯的理由，理由会显示在亮灯依据里。")})
    if until < on:
        raise ValidationError({"ends_on": _("结束日期不能早于今天。")})
    if until > on + timedelta(days=longest - 1):
        raise ValidationError({"ends_on": _("最多管 %(n)s 天，请选早一些的日期。") % {"n": longest}})
    if late and kind == LightOverride.Kind.GREEN:
        raise ValidationError({"kind": _("逾期或补报的不能调成绿灯，最多调成黄灯。")})
    row = LightOverride.objects.create(
        assignment=assignment,
        kind=kind,
        reason=reason,
        starts_on=on,
        ends_on=until,
        made_by=getattr(by, "acting_person", None),
    )
    facts = {"unit": assignment.unit.name, "task": assignment.task.number, "kind": kind, "until": until.isoformat()}
    audit.record(by=by, action="light.override", target=row, after=facts, reason=reason)
    return row
