"""Two people at the same draft: what one took away is refused to the other in words, and no version is given twice."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from campaigns.models import Campaign, Carrier, CarrierExemption, Plan, Task, TaskDate
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import actions, carriers, draft_rows, drafts, joining, tasks
from organizations.errors import StaleVersion
from organizations.tenancy.context import tenant
from tests.campaigns.test_wizard import TEXT

ON = datetime.date(2026, 3, 1)


class Read:
    """What the second editor's page had read before the first one deleted it."""

    def __init__(self, cast):
        extra, self.by, self.units = cast.extra, cast.accounts["county_office"], cast.units
        self.task = Task.objects.get(pk=extra.draft_tasks[0].pk)
        self.carrier = Carrier.objects.select_related("task").get(pk=extra.draft_carrier.pk)
        self.exemption = CarrierExemption.objects.select_related("carrier__task", "unit").get(pk=extra.exemption.pk)
        self.date = TaskDate.objects.select_related("task").get(pk=extra.draft_date.pk)


CHANGES = {
    "edit a task": lambda r: tasks.edit_task(task=r.task, values={"title": "新"}, sub_items=[], version=r.task.version, by=r.by),
    "move a task": lambda r: tasks.move_task(task=r.task, up=True, version=r.task.version, by=r.by),
    "delete a task": lambda r: tasks.delete_task(task=r.task, version=r.task.version, by=r.by),
    "merge a task": lambda r: joining.merge_into_previous(task=r.task, version=r.task.version, by=r.by),
    "split a task": lambda r: joining.split_task(task=r.task, cut="0", title="新", version=r.task.version, by=r.by),
    "add a carrier": lambda r: carriers.add_carrier(place=r.task, target=r.units.office, role="lead", by=r.by),
    "move a carrier": lambda r: carriers.move_carrier(carrier=r.carrier, up=True, by=r.by),
    "choose a unit": lambda r: carriers.resolve_carrier(carrier=r.carrier, target=r.units.office, role="lead", everywhere=False, by=r.by),
    "remove a carrier": lambda r: carriers.remove_carrier(carrier=r.carrier, by=r.by),
    "exempt a unit": lambda r: carriers.exempt_units(carrier=r.carrier, units=[r.units.stone], reason="没有", by=r.by),
    "lift an exemption": lambda r: carriers.lift_exemption(exemption=r.exemption, by=r.by),
    "add a date": lambda r: draft_rows.add_row(row=TaskDate(task=r.task, kind="open"), by=r.by),
    "edit a date": lambda r: draft_rows.edit_row(row=r.date, values={"words": "新"}, version=r.task.version, by=r.by),
    "remove a date": lambda r: draft_rows.remove_row(row=r.date, by=r.by),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_somebody_took_away_is_refused_in_words(change, county_a, inside_a):
    with inside_a():
        read = Read(county_a)
        task = Task.objects.get(pk=read.task.pk)
        tasks.delete_task(task=task, version=task.version, by=read.by)
        with pytest.raises(ValidationError, match="刚才被别人删掉了"):
            CHANGES[change](read)


def test_an_action_that_somebody_removed_takes_no_task_and_no_name(county_a, inside_a):
    by = county_a.accounts["county_office"]
    with inside_a():
        action = actions.add_action(campaign=county_a.extra.draft, name="空行动", by=by)
        pk, task = action.pk, Task.objects.get(pk=county_a.extra.draft_tasks[0].pk)
        actions.remove_action(action=action, by=by)
        action.pk = pk
        for change in (
            lambda: tasks.add_task(action=action, title="清理河道", by=by),
            lambda: actions.rename_action(action=action, name="新名称", by=by),
            lambda: tasks.edit_task(task=task, values={"action": action}, sub_items=[], version=task.version, by=by),
        ):
            with pytest.raises(ValidationError, match="刚才被别人删掉了"):
                change()


def test_each_change_of_a_tasks_rows_has_a_version_of_its_own(county_a, inside_a):
    """A page read earlier holds an old version of the task: counting on from there would give a number twice, and the
    editor who saw the first of them would overwrite the second unseen."""
    with inside_a():
        read, by = Read(county_a), county_a.accounts["county_office"]
        draft_rows.add_row(row=TaskDate(task=Task.objects.get(pk=read.task.pk), kind="open"), by=by)
        seen = Task.objects.get(pk=read.task.pk).version
        draft_rows.add_row(row=TaskDate(task=read.task, kind="open"), by=by)
        assert Task.objects.get(pk=read.task.pk).version == seen + 1
        with pytest.raises(StaleVersion):
            draft_rows.edit_row(row=read.date, values={"words": "新"}, version=seen, by=by)


@pytest.mark.django_db(transaction=True)
def test_two_offices_take_the_same_plan_in_at_once(county_a):
    gate, made, failed = Barrier(2), [], []

    def take_in(owner, account):
        try:
            with tenant(county_a.county.id):
                gate.wait(10)
                reading = plan_as_json(read_plan(TEXT))
                made.append(
                    drafts.draft_from_reading(reading=reading, owner=owner, file_name="", by=account, on=ON).slug
                )
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [
        Thread(target=take_in, args=(county_a.units.office, county_a.accounts["county_office"])),
        Thread(target=take_in, args=(county_a.units.stone, county_a.accounts["township_lead"])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    assert len(set(made)) == 2
    with tenant(county_a.county.id):
        assert Campaign.objects.filter(slug__in=made).count() == 2
        assert Plan.objects.filter(campaigns__slug__in=made).count() == 2
