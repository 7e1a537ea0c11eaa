"""Giving a role in a unit to an account, and taking it away. Works at the account's next request."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from organizations.models import Account, Membership, Unit, UnitKind
from organizations.roles import ROLE_UNIT_KINDS, SEPARATE_ROLES, Role
from organizations.services import audit


@transaction.atomic
def give_membership(
    *,
    account: Account,
    unit: Unit,
    role: str,
    by,
    on: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Let an account act in a role in a unit from a day (today) to a day (open).

    Refuses oneself, a kind of unit in which the role does not exist, a closed unit, what the account holds already, and
    an administrator or auditor beside anything else.
    """
    # Two grants at the same moment must each see the other: they wait at the account.
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk, county_id=account.county_id)
    valid_from = valid_from or on
    _refuse_oneself(account, by)
    _check_unit(unit, Role(role), on)
    if valid_to and valid_to < max(valid_from, on):
        raise ValidationError({"valid_to": _("结束日期早于开始日期或今天。")})
    held = list(Membership.objects.filter(account=account).not_ended(on))
    if any(row.unit_id == unit.pk and row.role == role for row in held):
        raise ValidationError(_("这个账号在%(unit)s已有这个角色。") % {"unit": unit})
    if held and (role in SEPARATE_ROLES or any(row.role in SEPARATE_ROLES for row in held)):
        raise ValidationError(
            _("系统管理员、安全审计员不能兼任其他角色，其他角色也不能兼任这两个。请先结束原来的角色。")
        )
    membership = Membership.objects.create(
        account=account, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to
    )
    audit.record(by=by, action="membership.give", target=account, after=_facts(membership))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by, on: date) -> None:
    """Take a role away now. Refuses oneself, one that is over, and the last system administrator's."""
    lock_administrators(on=on)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    account = membership.account
    _refuse_oneself(account, by)
    if membership.valid_to and membership.valid_to < on:
        raise ValidationError(_("这个角色已经结束。"))
    if membership.role == Role.COUNTY_ADMIN:
        refuse_last_administrator(account=account, on=on)
    before = _facts(membership)
    # The last valid day counts in full, so a role that must stop now ended yesterday.
    membership.valid_to = on - timedelta(days=1)
    membership.save(update_fields=["valid_to"])
    audit.record(by=by, action="membership.end", target=account, before=before, after=_facts(membership), reason=reason)


@transaction.atomic
def end_memberships(*, account: Account, by, on: date, reason: str, unit: Unit | None = None) -> int:
    """All that are not over (in one unit): for somebody who moves or leaves. Returns how many."""
    rows = Membership.objects.filter(account=account).not_ended(on).select_related("account", "unit")
    ended = list(rows.filter(unit=unit) if unit else rows)
    for membership in ended:
        end_membership(membership=membership, reason=reason, by=by, on=on)
    return len(ended)


def lock_administrators(*, on: date) -> None:
    """Whoever might take the last administrator away waits here for the others who might."""
    holders = Membership.objects.filter(role=Role.COUNTY_ADMIN).not_ended(on).values_list("account_id", flat=True)
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=list(holders)).order_by("pk"))


def refuse_last_administrator(*, account: Account, on: date) -> None:
    """A county without an administrator could be helped only by the platform's operator."""
    able = Membership.objects.filter(role=Role.COUNTY_ADMIN, account__is_active=True).valid_on(on)
    able = able.filter(Q(account__expires_on__isnull=True) | Q(account__expires_on__gte=on))
    if able.filter(account=account).exists() and not able.exclude(account=account).exists():
        raise ValidationError(_("这是本县最后一个系统管理员，请先另外授权一位。"))


def administrators_units() -> list[Unit]:
    """Where the system administrators sit, for notices to them."""
    held = Membership.objects.filter(role=Role.COUNTY_ADMIN, valid_to__isnull=True, account__is_active=True)
    return list(Unit.objects.filter(pk__in=held.values("unit")))


def _refuse_oneself(account: Account, by) -> None:
    if by is not None and by.pk == account.pk:
        raise ValidationError(_("不能给自己授权或收回授权，请另一位系统管理员操作。"))


def _check_unit(unit: Unit, role: Role, on: date) -> None:
    kinds = ROLE_UNIT_KINDS[role]
    if unit.kind not in kinds:
        raise ValidationError(
            {
                "unit": _("“%(role)s”只能设在：%(kinds)s。")
                % {"role": role.label, "kinds": _("、").join(str(UnitKind(kind).label) for kind in kinds)}
            }
        )
    if unit.valid_to and unit.valid_to < on:
        raise ValidationError({"unit": _("这个单位已经停用，请选现在的单位。")})


def _facts(membership: Membership) -> dict[str, object]:
    return {
        "role": membership.role,
        "unit": str(membership.unit),
        "valid_from": membership.valid_from,
        "valid_to": membership.valid_to,
    }
