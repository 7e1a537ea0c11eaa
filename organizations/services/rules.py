"""The county's own values of the rules, each from a day on."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import RuleSetting
from organizations.rules import rule, rule_value
from organizations.services import audit


@transaction.atomic
def set_rule(
    *, by, key: str, value: Any, effective_from: date, source: str, today: date, reason: str = ""
) -> RuleSetting | None:
    """Let a value hold from a day on; None when it is what holds on that day already by a row of that very day.

    Refuses a value of the wrong kind or outside the limits, no source, and a day before today without a reason:
    results counted since then may change. A second value for the same day replaces the first.
    """
    known = rule(key)
    source, reason = source.strip(), reason.strip()
    stored = _cleaned(known, value)
    if not source:
        raise ValidationError({"source": _("请写明依据，例如文件名称和文号。")})
    if effective_from < today and not reason:
        raise ValidationError(
            {"reason": _("生效日期早于今天，已经算出的结果可能改变，请说明追溯的原因，或改为今天及以后。")}
        )
    before = {"value": known.in_words(rule_value(key, on=effective_from))}
    row = RuleSetting.objects.select_for_update().filter(key=key, effective_from=effective_from).first()
    if row is not None and (row.value, row.source) == (stored, source):
        return None
    if row is None:
        row = RuleSetting(key=key, effective_from=effective_from)
    else:
        before["source"] = row.source
    row.value, row.source = stored, source
    row.save()
    after = {"value": known.in_words(known.read(stored)), "effective_from": effective_from, "source": source}
    audit.record(by=by, action="rule.set", target=row, before=before, after=after, reason=reason)
    return row


@transaction.atomic
def withdraw_rule(*, by, setting: RuleSetting, today: date) -> None:
    """Take back a value that does not hold yet. One that holds or held stays: set another one instead."""
    row = RuleSetting.objects.select_for_update().filter(pk=setting.pk).first()
    if row is None:
        raise ValidationError(_("这条取值已被撤回。"))
    if row.effective_from <= today:
        raise ValidationError(_("已经生效的取值不能撤回，请从今天或以后某天起另定一个值。"))
    known = rule(row.key)
    before = {
        "value": known.in_words(known.read(row.value)),
        "effective_from": row.effective_from,
        "source": row.source,
    }
    audit.record(by=by, action="rule.withdraw", target=row, before=before)
    row.delete()


def _cleaned(known, value: Any) -> Any:
    try:
        return known.clean(value)
    except ValidationError as refusal:
        raise ValidationError({"value": refusal.messages}) from refusal
