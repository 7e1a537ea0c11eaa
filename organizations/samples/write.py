"""Putting a planned county into the tables, in bulk: the only writing outside the services.

Some hundred units and people through the services would take minutes and thousands of audit lines. So this writes what
they would write (paths, search keys, first events) and one audit line for the whole county.
"""

import datetime
import uuid
from random import Random

from django.utils import timezone

from organizations.models import (
    Account,
    CalendarDay,
    County,
    Membership,
    Message,
    Notice,
    NoticeUnit,
    Person,
    RuleSetting,
    Unit,
    UnitEvent,
    UnitGroup,
    UnitGroupMember,
    WorkingGroup,
    WorkingGroupArea,
    WorkingGroupMember,
)
from organizations.pinyin import search_keys, sort_key
from organizations.samples.places import STARTED
from organizations.samples.plan import CountyPlan
from organizations.services import audit
from organizations.tenancy.context import tenant


def fill_county(*, county: County, plan: CountyPlan, password_hash: str) -> bool:
    """Write the plan into an empty county; False when there are units already, and then nothing is changed."""
    with tenant(county.id):
        if Unit.objects.exists():
            return False
        Writer(county, plan, password_hash).write()
    return True


class Writer:
    """Writes one county; remembers the rows by code and staff number, by which the plan names them."""

    def __init__(self, county: County, plan: CountyPlan, password_hash: str):
        self.county, self.plan, self.password_hash = county, plan, password_hash
        self.random = Random(f"ids {county.code}")  # noqa: S311  stable addresses of pages, not secrets
        self.units: dict[str, Unit] = {}
        self.people: dict[str, Person] = {}
        self.accounts: dict[str, Account] = {}

    def write(self) -> None:
        self._units()
        self._accounts()
        self._people()
        self._groups()
        self._bodies()
        self._settings()
        self._notices()
        after = {"units": len(self.units), "people": len(self.people), "accounts": len(self.accounts)}
        audit.record(by=None, action="sample.fill", target=self.units[self.county.code], after=after)

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _units(self) -> None:
        """Level by level, because a child needs the key of its parent; closed units last, for what they went into."""
        waiting = list(self.plan.units)
        while waiting:
            ready = [
                unit
                for unit in waiting
                if (not unit.parent or unit.parent in self.units)
                and (not unit.merged_into or unit.merged_into in self.units)
            ]
            rows = [self._unit(unit) for unit in ready]
            Unit.objects.bulk_create(rows)
            self.units |= {row.code: row for row in rows}
            waiting = [unit for unit in waiting if unit.code not in self.units]
        UnitEvent.objects.bulk_create(
            UnitEvent(
                unit=self.units[unit.code], kind=event.kind, on=event.on, before=event.before, after=event.after,
                paper=event.paper, public_id=self._id(),
            )
            for unit in self.plan.units
            for event in unit.events
        )  # fmt: skip

    def _unit(self, unit) -> Unit:
        parent = self.units.get(unit.parent)
        return Unit(
            kind=unit.kind, code=unit.code, name=unit.name, short_name=unit.short_name, aliases=list(unit.aliases),
            search_keys=search_keys(unit.name, unit.short_name, *unit.aliases), parent=parent,
            path=f"{parent.path if parent else ''}{unit.code}/", order=unit.order, valid_from=unit.valid_from,
            valid_to=unit.valid_to, merged_into=self.units.get(unit.merged_into), public_id=self._id(),
        )  # fmt: skip

    def _accounts(self) -> None:
        now = timezone.now()
        rows = [
            Account(
                county=self.county, login_name=person.login, password=self.password_hash,
                must_change_password=person.must_change_password, is_active=person.left_on is None,
                password_changed_at=None if person.must_change_password else now,
            )
            for person in self.plan.people
            if person.login
        ]  # fmt: skip
        self.accounts = {row.login_name: row for row in Account.objects.bulk_create(rows)}

    def _people(self) -> None:
        rows = [
            Person(
                staff_no=person.staff_no, name=person.name, pinyin=sort_key(person.name),
                search_keys=search_keys(person.name), unit=self.units[person.unit], title=person.title,
                phone=person.phone, left_on=person.left_on, account=self.accounts.get(person.login),
                public_id=self._id(),
            )
            for person in self.plan.people
        ]  # fmt: skip
        self.people = {row.staff_no: row for row in Person.objects.bulk_create(rows)}
        Membership.objects.bulk_create(
            Membership(
                account=self.accounts[person.login], unit=self.units[code], role=role, valid_from=STARTED,
                valid_to=person.left_on, public_id=self._id(),
            )
            for person in self.plan.people
            for role, code in person.seats
        )  # fmt: skip

    def _groups(self) -> None:
        plans = self.plan.groups
        rows = UnitGroup.objects.bulk_create(
            UnitGroup(
                name=group.name, aliases=list(group.aliases), rule_kind=group.rule_kind, note=group.note,
                public_id=self._id(),
            )
            for group in plans
        )  # fmt: skip
        UnitGroupMember.objects.bulk_create(
            UnitGroupMember(group=row, unit=self.units[code], valid_from=STARTED, public_id=self._id())
            for row, group in zip(rows, plans, strict=True)
            for code in group.members
        )

    def _bodies(self) -> None:
        started = datetime.date(self.plan.today.year, 1, 15)
        rows: dict[str, WorkingGroup] = {}
        for order, body in enumerate(self.plan.bodies, 1):
            rows[body.name] = WorkingGroup.objects.create(
                kind=body.kind, name=body.name, parent=rows.get(body.parent), host_unit=self.units.get(body.host),
                paper=body.paper, valid_from=started, order=order, public_id=self._id(),
            )  # fmt: skip
        WorkingGroupMember.objects.bulk_create(
            WorkingGroupMember(
                group=rows[body.name], post=post, person=self.people.get(staff_no), unit=self.units.get(code), duty=duty,
                order=order, public_id=self._id(),
            )
            for body in self.plan.bodies
            for order, (post, staff_no, code, duty) in enumerate(body.members, 1)
        )  # fmt: skip
        WorkingGroupArea.objects.bulk_create(
            WorkingGroupArea(group=rows[body.name], unit=self.units[code], public_id=self._id())
            for body in self.plan.bodies
            for code in body.areas
        )

    def _settings(self) -> None:
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, is_working=is_working, note=note, public_id=self._id())
            for day, is_working, note in self.plan.days
        )
        RuleSetting.objects.bulk_create(
            RuleSetting(key=key, value=value, effective_from=start, source=source, public_id=self._id())
            for key, value, start, source in self.plan.rules
        )

    def _notices(self) -> None:
        """Notices that arrived: who got them follows the same rule as delivery, the older ones are read."""
        sender = next(row for row in self.people.values() if row.account and row.unit.kind == "county_office")
        memberships = list(Membership.objects.filter(valid_to__isnull=True).order_by("id"))
        for notice in self.plan.notices:
            units = [row for row in self.units.values() if row.kind in notice.kinds and row.valid_to is None]
            row = Notice.objects.create(
                subject=notice.subject, body=notice.body, link=notice.link, sender=sender, sender_unit=sender.unit,
                roles=list(notice.roles), public_id=self._id(),
            )  # fmt: skip
            NoticeUnit.objects.bulk_create(NoticeUnit(notice=row, unit=unit, public_id=self._id()) for unit in units)
            ids = {unit.pk for unit in units}
            told = dict.fromkeys(
                one.account_id
                for one in memberships
                if one.unit_id in ids and (not notice.roles or one.role in notice.roles)
            )
            at = timezone.make_aware(
                datetime.datetime.combine(
                    self.plan.today - datetime.timedelta(days=notice.days_ago), datetime.time(9, 30)
                )
            )
            read_at = at + datetime.timedelta(hours=2) if notice.days_ago > 7 else None
            Message.objects.bulk_create(
                Message(notice=row, account_id=account, read_at=read_at, public_id=self._id()) for account in told
            )
            Notice.objects.filter(pk=row.pk).update(created_at=at, delivered_at=at)
            Message.objects.filter(notice=row).update(created_at=at)
