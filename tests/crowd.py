"""Many rows of everything in one county, to see that pages do not ask the database once a row."""

from django.utils import timezone

from organizations.models import (
    Account,
    CalendarDay,
    Evidence,
    Feedback,
    ImportBatch,
    ImportRow,
    Membership,
    Message,
    Notice,
    OutboxJob,
    Person,
    Robot,
    Unit,
    UnitEvent,
    UnitGrant,
    UnitGroup,
    UnitGroupMember,
    UnitKind,
    WorkingGroup,
    WorkingGroupArea,
    WorkingGroupMember,
)  # fmt: skip
from organizations.roles import Role
from organizations.tenancy.context import tenant
from tests import crowd_of_drafts
from tests.cast import STARTED, Cast
from tests.crowd_of_campaigns import add_campaigns
from tests.crowd_of_leave import add_leave

MANY = 40


def add_crowd(cast: Cast) -> None:
    with tenant(cast.county.id):
        units = _units(cast)
        people = _people(cast, units)
        _groups(cast, units, people)
        _papers(cast)
        add_campaigns(cast, units, MANY)
        crowd_of_drafts.add_draft(cast, units, MANY)
        add_leave(cast, units)


def _units(cast: Cast) -> list[Unit]:
    stone = cast.units.stone
    villages = [
        Unit(
            kind=UnitKind.VILLAGE, code=f"{stone.code[:9]}{400 + n}", name=f"增设{n}村", parent=stone, valid_from=STARTED, order=n,
            path=f"{stone.path}{stone.code[:9]}{400 + n}/", search_keys=f"增设{n}村",
        )
        for n in range(MANY)
    ]  # fmt: skip
    departments = [
        Unit(
            kind=UnitKind.DEPARTMENT, code=f"D{n}", name=f"县直第{n}单位", parent=cast.units.root, valid_from=STARTED, order=500 + n,
            path=f"{cast.units.root.path}D{n}/", search_keys=f"县直第{n}单位",
        )
        for n in range(MANY)
    ]  # fmt: skip
    units = Unit.objects.bulk_create(villages + departments)
    UnitEvent.objects.bulk_create(
        [UnitEvent(unit=stone, kind=UnitEvent.Kind.EDITED, on=STARTED, after={"order": n}) for n in range(MANY)]
    )
    return units


def _people(cast: Cast, units: list[Unit]) -> list[Person]:
    accounts = Account.objects.bulk_create(
        [Account(county=cast.county, login_name=f"crowd{n}", password="!") for n in range(MANY)]
    )
    people = Person.objects.bulk_create(
        [
            Person(
                name=f"众人{n}",
                unit=cast.units.stone,
                account=accounts[n],
                search_keys=f"众人{n}",
                phone=f"1380001{n:04d}",
            )
            for n in range(MANY)
        ]
    )
    Membership.objects.bulk_create(
        [Membership(account=accounts[n], unit=units[n], role=Role.VILLAGE, valid_from=STARTED) for n in range(MANY)]
    )
    permission = cast.extra.grant.permission
    UnitGrant.objects.bulk_create(
        [
            UnitGrant(user=accounts[n], permission=permission, content_object=units[n], reason="代管")
            for n in range(MANY)
        ]
    )
    return people


def _groups(cast: Cast, units: list[Unit], people: list[Person]) -> None:
    groups = UnitGroup.objects.bulk_create([UnitGroup(name=f"单位组{n}") for n in range(MANY)])
    UnitGroupMember.objects.bulk_create(
        [UnitGroupMember(group=group, unit=units[0], valid_from=STARTED) for group in groups]
    )
    group = cast.extra.working_group
    WorkingGroup.objects.bulk_create(
        [
            WorkingGroup(kind="special", name=f"专班{n}", parent=group, host_unit=units[n], valid_from=STARTED)
            for n in range(MANY)
        ]
    )
    WorkingGroupMember.objects.bulk_create(
        [WorkingGroupMember(group=group, post="member", person=people[n], unit=units[n]) for n in range(MANY)]
    )
    WorkingGroupArea.objects.bulk_create([WorkingGroupArea(group=group, unit=units[n]) for n in range(MANY)])


def _papers(cast: Cast) -> None:
    Evidence.objects.bulk_create(
        [
            Evidence(
                unit=cast.units.stone, title=f"材料{n}", file_name="a.pdf", stored_name=f"crowd{n}", content_type="application/pdf",
                size=10, sha256="0" * 64, uploaded_by=cast.people["township"],
            )
            for n in range(MANY)
        ]
    )  # fmt: skip
    notices = Notice.objects.bulk_create(
        [Notice(subject=f"通知{n}", body="内容", sender=cast.people["county_office"]) for n in range(MANY)]
    )
    for role in Role:
        Message.objects.bulk_create([Message(notice=notice, account=cast.accounts[role.value]) for notice in notices])
    _imports(cast)
    today = timezone.localdate()
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=today.replace(month=1 + n % 12, day=1 + n // 12), is_working=True) for n in range(MANY)],
        ignore_conflicts=True,
    )
    Robot.objects.bulk_create(
        [Robot(kind="feishu", name=f"群{n}", address="https://x.invalid/", secret="s") for n in range(MANY)]
    )
    Feedback.objects.bulk_create(
        [
            Feedback(account=cast.accounts[role.value], unit=cast.units.stone, text=f"意见{n}")
            for role in Role
            for n in range(9)
        ]
    )
    OutboxJob.objects.bulk_create(
        [OutboxJob(kind="tidy_county", key=f"crowd:{n}", state="dead", next_at=timezone.now()) for n in range(MANY)]
    )


def _imports(cast: Cast) -> None:
    batch = cast.extra.import_batch
    twins = [
        ImportBatch(
            kind=batch.kind, unit=batch.unit, uploaded_by=cast.people["county_office"], file_name=f"名册{n}.xlsx", stored_name=f"batch{n}",
            size=10, sha256="0" * 64, state="checked", counts=batch.counts, uploaded_at=timezone.now(), checked_at=timezone.now(),
        )
        for n in range(MANY)
    ]  # fmt: skip
    ImportBatch.objects.bulk_create(twins)
    first = ImportRow.objects.filter(batch=batch).first()
    ImportRow.objects.bulk_create(
        [
            ImportRow(batch=batch, number=1000 + n, state=first.state, raw=first.raw, values=first.values)
            for n in range(MANY)
        ]
    )
