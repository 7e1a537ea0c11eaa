"""Who is sent to a village, takes charge, hands over, leaves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.models import Posting, PostingKind
from cadres.services import posting_notices
from cadres.services.recall_filling import fill_recall
from organizations.models import Person, Unit, UnitKind
from organizations.rules import rule_value
from organizations.services import audit
from organizations.services.versions import lock_version, save_version

FURTHEST = 366  # days: who comes later than in a year is a slip in the year
MAX_ITEMS, MAX_ITEM = 40, 100
FAR = date.max


@transaction.atomic
def post(*, values: Mapping[str, Any], by, on: date) -> Posting:
    """Send somebody to a village. Without a last day the tour is the county's term.

    Refused: a unit that is no village of today, somebody who has left, the same post twice, a second first secretary in
    charge of the village, somebody in charge of another village. Replacing a recalled person closes the recall.
    """
    row = Posting(**values)
    _lock(row)
    if not row.ends_on:
        row.ends_on = term_end(row.starts_on, on=on)
    _check(row, on)
    with _in_words(row):
        row.save()
    audit.record(by=by, action="posting.post", target=row, after=_facts(row))
    fill_recall(replacement=row, by=by, on=on)
    posting_notices.posted(posting=row, by=by)
    return row


@transaction.atomic
def edit(*, posting: Posting, values: Mapping[str, Any], version: int, by, on: date) -> bool:
    """Correct a posting; False when nothing differs. Person and village stay: another person is another posting.

    Raises StaleVersion when somebody else saved in between.
    """
    wanted = Posting.objects.select_related("person", "unit").get(pk=posting.pk)
    _lock(wanted)
    for name, value in values.items():
        setattr(wanted, name, value)
    _check(wanted, on)
    with _in_words(wanted):
        return save_version(instance=posting, values=values, version=version, by=by, action="posting.edit")


@transaction.atomic
def take_charge(*, posting: Posting, since: date, version: int, by, on: date) -> Posting:
    """In a handover the new first secretary takes over: whoever was in charge is so until the day before."""
    Unit.objects.select_for_update(of=("self",)).get(pk=posting.unit_id)
    stored = _stored(posting, version)
    if stored.kind != PostingKind.FIRST_SECRETARY or stored.ended_on:
        raise ValidationError(_("只有在任的第一书记主持工作。"))
    if stored.in_charge_from:
        raise ValidationError(
            _("%(who)s已从 %(day)s 起主持工作。") % {"who": stored.person, "day": stored.in_charge_from}
        )
    if since < stored.starts_on:
        raise ValidationError({"since": _("主持工作的日期早于到任日期 %(day)s。") % {"day": stored.starts_on}})
    if since > on:
        raise ValidationError({"since": _("主持工作的日期还没有到，请到那一天再登记。")})
    for other in Posting.objects.in_charge(since).filter(unit=stored.unit).exclude(pk=stored.pk):
        if other.in_charge_from and other.in_charge_from >= since:
            raise ValidationError(
                {
                    "since": _("%(who)s从 %(day)s 起主持，移交日期要在这以后。")
                    % {"who": other.person, "day": other.in_charge_from}
                }
            )
        other.in_charge_to = since - timedelta(days=1)
        other.version += 1
        other.save(update_fields=["in_charge_to", "version"])
        audit.record(by=by, action="posting.charge", target=other, after={"in_charge_to": other.in_charge_to})
    stored.in_charge_from, stored.version = since, stored.version + 1
    with _in_words(stored):
        stored.save(update_fields=["in_charge_from", "version"])
    audit.record(by=by, action="posting.charge", target=stored, after={"in_charge_from": since})
    return stored


@transaction.atomic
def end(
    *, posting: Posting, ended_on: date, reason: str, words: str = "", outcome: str = "", version: int, by, on: date
) -> Posting:
    """The last day in the village, why, and what became of the person. The row stays, with its replacement to come."""
    stored = _stored(posting, version)
    if stored.ended_on:
        raise ValidationError(_("%(who)s已登记 %(day)s 离任。") % {"who": stored.person, "day": stored.ended_on})
    if reason not in Posting.EndReason.values:
        raise ValidationError({"reason": _("请选择离任原因。")})
    if ended_on > on:
        raise ValidationError({"ended_on": _("离任日期不能晚于今天。到那一天再登记。")})
    if ended_on < stored.starts_on:
        raise ValidationError({"ended_on": _("离任日期早于到任日期 %(day)s。") % {"day": stored.starts_on}})
    if reason == Posting.EndReason.OTHER and not words.strip():
        raise ValidationError({"words": _("请写明离任的原因。")})
    close(posting=stored, ended_on=ended_on, reason=reason, words=words, outcome=outcome)
    after = {"ended_on": ended_on, "end_reason": reason, "end_words": stored.end_words, "outcome": outcome}
    audit.record(by=by, action="posting.end", target=stored, after=after, reason=stored.get_end_reason_display())
    posting_notices.ended(posting=stored, by=by)
    return stored


def close(*, posting: Posting, ended_on: date, reason: str, words: str = "", outcome: str = "") -> None:
    """Write an end; part of the change that ends it, which has its own audit line."""
    posting.ended_on, posting.end_reason, posting.outcome = ended_on, reason, outcome
    posting.end_words = " ".join(words.split())
    if posting.in_charge_from and posting.in_charge_from > ended_on:
        posting.in_charge_from = posting.in_charge_to = None
    elif posting.in_charge_from and (posting.in_charge_to is None or posting.in_charge_to > ended_on):
        posting.in_charge_to = ended_on
    posting.version += 1
    posting.save(
        update_fields=[
            "ended_on", "end_reason", "end_words", "outcome", "in_charge_from", "in_charge_to", "version",
        ]
    )  # fmt: skip


@transaction.atomic
def hand_over(*, posting: Posting, items: Sequence[Mapping[str, Any]], version: int, by) -> bool:
    """The list of what is handed over, as [{"what", "done"}]; False when nothing differs."""
    cleaned: list[dict[str, Any]] = []
    for item in items:
        what = " ".join(str(item["what"]).split())
        if len(what) > MAX_ITEM:
            raise ValidationError({"more": _("每项不超过 %(n)s 个字。") % {"n": MAX_ITEM}})
        if what and what not in [known["what"] for known in cleaned]:
            cleaned.append({"what": what, "done": bool(item["done"])})
    if len(cleaned) > MAX_ITEMS:
        raise ValidationError({"more": _("交接清单不超过 %(n)s 项。") % {"n": MAX_ITEMS}})
    return save_version(
        instance=posting, values={"handover": cleaned}, version=version, by=by, action="posting.handover"
    )


def term_end(starts_on: date, *, on: date) -> date:
    """The last day of a tour by the county's term."""
    years = rule_value("postings.term_years", on=on)
    try:
        return starts_on.replace(year=starts_on.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return starts_on.replace(year=starts_on.year + years, day=28)


def clash_of(row: Posting) -> Posting | None:
    """Who is in charge of the village, or what else the person is in charge of, while this one is to be."""
    if row.kind != PostingKind.FIRST_SECRETARY or row.in_charge_from is None:
        return None
    others = Posting.objects.filter(kind=PostingKind.FIRST_SECRETARY, in_charge_from__lte=row.in_charge_to or FAR)
    others = others.filter(Q(in_charge_to__isnull=True) | Q(in_charge_to__gte=row.in_charge_from))
    others = others.filter(Q(unit=row.unit_id) | Q(person=row.person_id)).exclude(pk=row.pk)
    return others.select_related("person", "unit").order_by("in_charge_from").first()


def clash_words(row: Posting, other: Posting) -> str:
    facts = {
        "who": other.person,
        "unit": other.unit,
        "first": other.in_charge_from,
        "last": other.in_charge_to or _("现在"),
    }
    if other.unit_id == row.unit_id:
        return (
            _(
                "%(who)s从 %(first)s 到%(last)s主持%(unit)s的工作，主持时间不能重叠。交接期请先不填主持日期，到任后再移交。"
            )
            % facts
        )
    return _("%(who)s从 %(first)s 到%(last)s主持%(unit)s的工作，一个人不能同时主持两个村。") % facts


def _lock(row: Posting) -> None:
    """Two people who post to the same village, or the same person, take turns; the database has the last word."""
    Unit.objects.select_for_update(of=("self",)).get(pk=row.unit_id)
    Person.objects.select_for_update(of=("self",)).get(pk=row.person_id)


def _stored(posting: Posting, version: int) -> Posting:
    stored = lock_version(instance=posting, version=version)
    return Posting.objects.select_related("person", "unit__parent", "sending_unit").get(pk=stored.pk)


def _check(row: Posting, on: date) -> None:
    checks: tuple[Callable[[Posting, date], None], ...] = (_check_place, _check_days, _check_twice)
    for one in checks:
        one(row, on)
    other = clash_of(row)
    if other is not None:
        raise ValidationError({"in_charge_from": clash_words(row, other)})


def _check_place(row: Posting, on: date) -> None:
    if row.unit.kind != UnitKind.VILLAGE:
        raise ValidationError({"unit": _("只能派驻到村（社区）。")})
    if row.unit.valid_to and row.unit.valid_to < max(row.starts_on, on) and not row.ended_on:
        raise ValidationError({"unit": _("这个村已停用或合并，请选现在的村。")})
    if row.person.left_on and row.person.left_on < row.starts_on:
        raise ValidationError({"person": _("%(who)s已登记离开，请先在“人员”里登记回来。") % {"who": row.person}})


def _check_days(row: Posting, on: date) -> None:
    if (row.starts_on - on).days > FURTHEST:
        raise ValidationError({"starts_on": _("到任日期在一年以后，请核对年份。")})
    if row.ends_on and row.ends_on < row.starts_on:
        raise ValidationError({"ends_on": _("任期届满日早于到任日期，请核对是不是填反了。")})
    first, last = row.in_charge_from, row.in_charge_to
    if first is None:
        if last is not None:
            raise ValidationError({"in_charge_from": _("填了主持工作至，没有填主持工作自。")})
        return
    if row.kind != PostingKind.FIRST_SECRETARY:
        raise ValidationError({"in_charge_from": _("只有第一书记登记主持工作的日期。")})
    if first < row.starts_on:
        raise ValidationError({"in_charge_from": _("主持工作的日期早于到任日期。")})
    if last is not None and last < first:
        raise ValidationError({"in_charge_to": _("结束日期早于开始日期。")})
    if row.ended_on and (last is None or last > row.ended_on):
        raise ValidationError({"in_charge_to": _("已于 %(day)s 离任，主持不能晚于这一天。") % {"day": row.ended_on}})


def _check_twice(row: Posting, on: date) -> None:
    same = Posting.objects.filter(person=row.person_id, unit=row.unit_id, kind=row.kind).exclude(pk=row.pk)
    same = same.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=row.starts_on))
    if row.ended_on:
        same = same.filter(starts_on__lte=row.ended_on)
    other = same.first()
    if other is not None:
        raise ValidationError(
            {"person": _("%(who)s从 %(day)s 起已在这个村任同样的岗位。") % {"who": row.person, "day": other.starts_on}}
        )


@contextmanager
def _in_words(row: Posting) -> Iterator[None]:
    """The check has looked already; the database catches who came in between, and the other one is named."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "in_charge" not in str(error):
            raise
        other = clash_of(row)
        words = clash_words(row, other) if other is not None else _("这段时间已有别人主持，请重新打开页面再看。")
        raise ValidationError({"in_charge_from": words}) from error


def _facts(row: Posting) -> dict[str, Any]:
    return {
        "person": row.person, "unit": row.unit, "kind": row.kind, "sending_unit": row.sending_unit, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "in_charge_from": row.in_charge_from, "document": row.document,
        "replaces": row.replaces.person if row.replaces else None,
    }  # fmt: skip
