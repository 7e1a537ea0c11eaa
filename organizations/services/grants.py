"""Exceptions to the role table: guardian grants on one object, with a reason and, if wanted, a last day."""

from datetime import date
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from organizations.models import Account, Membership
from organizations.models.grants import ObjectGrant
from organizations.roles import SEPARATE_ROLES
from organizations.services import audit

# What can be granted on which kind of object.
GRANTABLE = {kind: actions for kind, (_label, actions) in settings.GRANTS.items()}


@transaction.atomic
def give(*, account: Account, action: str, obj, by, reason: str, valid_to: date | None, on: date) -> ObjectGrant:
    """Let one account do one thing on one object. Refuses another county, oneself, administrators and a past last day."""
    if account.county_id != obj.county_id or not account.is_active:
        raise ValidationError(_("没有这个账号，或已停用。"))
    if action not in GRANTABLE.get(obj._meta.model_name, ()):
        raise ValidationError(_("这项操作不能在这类对象上例外授权。"))
    if account.pk == by.pk:
        raise ValidationError(_("不能给自己授权，请另一位系统管理员办理。"))
    if Membership.objects.filter(account=account, role__in=SEPARATE_ROLES).valid_on(on).exists():
        raise ValidationError(_("系统管理员和安全审计员不能再得到业务授权。"))
    if valid_to and valid_to < on:
        raise ValidationError({"valid_to": _("有效期已过。")})
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})
    # Guardian's signature promises less than it gives for one account and one object.
    row = cast("ObjectGrant", assign_perm(action, account, obj))
    row.reason, row.valid_to = reason.strip(), valid_to
    row.save(update_fields=["reason", "valid_to"])
    audit.record(
        by=by,
        action="grant.give",
        target=obj,
        after={"account": account.login_name, "action": action, "valid_to": valid_to},
        reason=reason,
    )
    return row


@transaction.atomic
def take(*, grant: ObjectGrant, by) -> None:
    """Take an exception back; it ends with the account's next request."""
    audit.record(
        by=by, action="grant.take", target=grant.content_object,
        before={"account": grant.user.login_name, "action": _action(grant), "reason": grant.reason},
    )  # fmt: skip
    remove_perm(_action(grant), grant.user, grant.content_object)


def _action(grant: ObjectGrant) -> str:
    return f"{grant.permission.content_type.app_label}.{grant.permission.codename}"
