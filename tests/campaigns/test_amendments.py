"""A published task is amended, added, withdrawn: versions, words, messages, and what stays untouched."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, CampaignVersion, Indicator, Task, TaskDate
from campaigns.services import amendments
from campaigns.services.amendments import RowInput
from campaigns.services.versions import Paper
from organizations.errors import StaleVersion
from organizations.models import AuditEntry, Notice, NoticeUnit, OutboxJob
from tests.registry.change import amended

DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def cast(county_a, inside_a):
    with inside_a():
        yield county_a


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def paper(cast, **changes):
    cast.extra.campaign.refresh_from_db()
    given = {"version": cast.extra.campaign.version, "reason": "县委会议调整", "valid_from": DAY, **changes}
    return Paper(**given)


def due(row, **changes):
    values = {name: getattr(row, name) for name in ("kind", "starts_on", "ends_on", "what", "words")}
    return RowInput(values={**values, **changes}, public_id=row.public_id)


def amend(cast, office, task=None, values=None, rows=None, **papers):
    task = task or cast.extra.tasks[0]
    return amendments.amend_task(
        task=Task.objects.get(pk=task.pk), values=values or {}, rows=rows or {}, paper=paper(cast, **papers), by=office
    )


def test_an_amendment_is_a_version_with_before_and_after(cast, office):
    (row,) = cast.extra.due_rows
    first = CampaignVersion.objects.get(campaign=cast.extra.campaign, number=1).snapshot
    pushed = due(row, ends_on=datetime.date(2026, 11, 30), words="11月底前")
    version = amend(
        cast, office, values={"leaders": "县委副书记"}, rows={"dates": [pushed]}, document_number="岚组通〔2026〕9号"
    )
    assert version.number == 2
    assert (version.reason, version.valid_from, version.document_number) == ("县委会议调整", DAY, "岚组通〔2026〕9号")
    words = {change["field"]: (change["before"], change["after"]) for change in version.changes}
    assert words["牵头领导"] == ("", "县委副书记")
    assert words["任务时限"] == (
        "完成时限 2026-12-31（年底前）".replace("（", " （", 1),
        "完成时限 2026-11-30 （11月底前）",
    )
    assert {change["task"] for change in version.changes} == {1}
    # What was published before is as it was.
    assert CampaignVersion.objects.get(campaign=cast.extra.campaign, number=1).snapshot == first
    assert first["actions"][0]["tasks"][0]["dates"][0]["ends_on"] == "2026-12-31"
    assert version.snapshot["actions"][0]["tasks"][0]["dates"][0]["ends_on"] == "2026-11-30"
    entry = AuditEntry.objects.get(action="task.amend")
    assert "县委会议调整" in entry.payload


def test_the_carrying_units_hear_of_it_once_each(cast, office):
    carrying = Assignment.objects.filter(task=cast.extra.tasks[0]).active().values_list("unit", flat=True)
    known = set(Notice.objects.values_list("pk", flat=True))
    amend(cast, office, values={"title": "整顿全部后进村党组织"})
    (notice,) = Notice.objects.exclude(pk__in=known)
    assert sorted(NoticeUnit.objects.filter(notice=notice).values_list("unit", flat=True)) == sorted(carrying)
    assert "整顿全部后进村党组织" in notice.body
    assert "县委会议调整" in notice.body
    assert OutboxJob.objects.filter(key=f"notice:{notice.public_id}").count() == 1


def test_nothing_changed_is_no_version(cast, office):
    (row,) = cast.extra.due_rows
    assert amend(cast, office, values={"title": cast.extra.tasks[0].title}, rows={"dates": [due(row)]}) is None
    assert CampaignVersion.objects.filter(campaign=cast.extra.campaign).count() == 1


def test_rows_are_added_and_taken_away(cast, office):
    old = Indicator.objects.get(task=cast.extra.tasks[1])
    new = {
        "name": "办班",
        "level": "county",
        "comparator": ">=",
        "value": 4,
        "unit_word": "期",
        "year": None,
        "aggregation": "sum",
    }
    rows = {"indicators": [RowInput(values={}, public_id=old.public_id, delete=True), RowInput(values=new)]}
    version = amend(cast, office, task=cast.extra.tasks[1], rows=rows)
    assert [change["before"] == "" for change in version.changes] == [False, True]
    assert [row.name for row in Indicator.objects.filter(task=cast.extra.tasks[1])] == ["办班"]


@pytest.mark.parametrize(
    ("papers", "error"),
    [
        ({"reason": " "}, "变更理由"),
        ({"valid_from": datetime.date(2025, 12, 31)}, "不能早于活动开始"),
    ],
)
def test_wrong_amendments_are_refused(papers, error, cast, office):
    with pytest.raises(ValidationError, match=error):
        amend(cast, office, values={"title": "新题目"}, **papers)
    assert CampaignVersion.objects.filter(campaign=cast.extra.campaign).count() == 1


def test_a_row_of_another_task_cannot_be_changed(cast, office):
    (row,) = cast.extra.due_rows
    with pytest.raises(ValidationError, match="已被别人删除"):
        amend(cast, office, task=cast.extra.tasks[1], rows={"dates": [due(row, words="改")]})


def test_who_saw_an_older_version_is_stopped(cast, office):
    with pytest.raises(StaleVersion):
        amend(cast, office, values={"title": "新题目"}, version=1)


def test_numbers_are_never_given_again(cast, office):
    extra, units = cast.extra, cast.units
    amendments.withdraw_task(task=extra.tasks[2], paper=paper(cast), by=office)
    task = amendments.add_task(
        campaign=extra.campaign, action=extra.action, values={"title": "选派第一书记"}, lead=units.office, units=[units.finance],
        group=extra.carrier_group, due=datetime.date(2026, 12, 1), paper=paper(cast), by=office, on=DAY,
    )  # fmt: skip
    assert task.number == 4
    roles = dict(Assignment.objects.filter(task=task).values_list("unit", "role"))
    assert roles == {
        units.office.pk: "lead", units.finance.pk: "responsible", units.stone.pk: "responsible", units.maple.pk: "responsible",
    }  # fmt: skip
    assert TaskDate.objects.get(task=task).ends_on == datetime.date(2026, 12, 1)
    last = CampaignVersion.objects.filter(campaign=extra.campaign).order_by("-number").first().snapshot
    gone = {task["number"]: task["withdrawn_on"] for action in last["actions"] for task in action["tasks"]}
    assert gone == {1: None, 2: None, 3: "2026-06-30", 4: None}


def test_a_withdrawn_task_keeps_its_units_as_ended(cast, office):
    task = cast.extra.tasks[0]
    amendments.withdraw_task(task=task, paper=paper(cast), by=office)
    task.refresh_from_db()
    assert (task.number, task.withdrawn_on, task.withdrawn_reason) == (1, DAY, "县委会议调整")
    assert set(Assignment.objects.filter(task=task).values_list("state", "until")) == {("ended", DAY)}
    with pytest.raises(ValidationError, match="已经取消"):
        amend(cast, office, values={"title": "新"})
    with pytest.raises(ValidationError, match="已经取消"):
        amendments.withdraw_task(task=task, paper=paper(cast), by=office)


def test_the_last_task_cannot_be_withdrawn(cast, office):
    for task in cast.extra.tasks[:2]:
        amendments.withdraw_task(task=task, paper=paper(cast), by=office)
    with pytest.raises(ValidationError, match="只剩这一项"):
        amendments.withdraw_task(task=cast.extra.tasks[2], paper=paper(cast), by=office)


def at(county, number=1):
    return reverse("campaigns:task-amend", args=[county.extra.campaign.slug, number])


def versions(county, inside_a):
    with inside_a():
        return CampaignVersion.objects.filter(campaign=county.extra.campaign).count()


def test_the_form_shows_what_would_change_before_it_writes(county_a, as_role, inside_a):
    browser = as_role("county_office")
    assert "整顿后进村党组织" in browser.get(at(county_a)).content.decode()
    form = amended(county_a)
    del form["confirm"]
    preview = browser.post(at(county_a), form)
    assert preview.status_code == 200
    text = preview.content.decode()
    assert "2026-11-30" in text
    assert "年底前" in text
    assert versions(county_a, inside_a) == 1
    hidden = {item["name"]: item["value"] for item in preview.context["hidden"]}
    back = browser.post(at(county_a), {**hidden, "back": "1"})
    assert back.status_code == 200
    assert "逐村整顿。" in back.content.decode()
    saved = browser.post(at(county_a), {**hidden, "confirm": "1"})
    assert saved.status_code == 302
    assert versions(county_a, inside_a) == 2
    page = browser.get(saved["Location"]).content.decode()
    assert "县委会议调整" in page
    assert "2026-11-30" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "必填"),
        ({"title": ""}, "必填"),
        ({"valid_from": "2025-12-31"}, "不能早于活动开始日期"),
        ({"valid_from": "六月"}, "日期"),
        ({"dates-0-ends_on": ""}, "请填截止日期"),
        ({"dates-0-kind": "window"}, "请填开始日期"),
        ({"dates-0-starts_on": "2026-12-31"}, "截止日期早于开始日期"),
        ({"cadences-0-times": "0"}, "1"),
        ({"indicators-1-name": "收入"}, "请填目标值"),
    ],
)
def test_bad_input_is_named_and_kept(changes, message, county_a, as_role, inside_a):
    answer = as_role("county_office").post(at(county_a), amended(county_a, **changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert message in text
    assert "逐村整顿。" in text
    assert versions(county_a, inside_a) == 1


def test_an_untouched_form_says_so(county_a, as_role, inside_a):
    page = as_role("county_office").get(at(county_a, 2))
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    for formset in page.context["sets"].values():
        for form in [formset.management_form, *formset.forms]:
            sent |= {form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "DELETE"}
    answer = as_role("county_office").post(at(county_a, 2), {**sent, "reason": "看看"})
    assert answer.status_code == 422
    assert "没有改动" in answer.content.decode()
    assert versions(county_a, inside_a) == 1


def test_two_people_amend_at_once(county_a, as_role, inside_a):
    """The second one sees what the first one changed and saves over it knowingly, or goes back."""
    browser = as_role("county_office")
    mine = amended(county_a)
    assert browser.post(at(county_a), amended(county_a, title="同事改的题目")).status_code == 302
    answer = browser.post(at(county_a), mine)
    assert answer.status_code == 409
    assert "同事改的题目" in answer.content.decode()
    assert versions(county_a, inside_a) == 2
    hidden = {item["name"]: item["value"] for item in answer.context["hidden"]}
    assert browser.post(at(county_a), {**hidden, "confirm": "1"}).status_code == 302
    assert versions(county_a, inside_a) == 3


def test_a_unit_reads_only_the_changes_of_its_tasks(county_a, as_role, inside_a):
    office = county_a.accounts["county_office"]
    with inside_a():
        amend(county_a, office, task=county_a.extra.tasks[1], values={"title": "只有财政局看得到"})
    slug = county_a.extra.campaign.slug
    for page in (
        reverse("campaigns:campaign-versions", args=[slug]), reverse("campaigns:campaign-version", args=[slug, 2]),
    ):  # fmt: skip
        assert "只有财政局看得到" in as_role("unit_liaison").get(page).content.decode()
        answer = as_role("village").get(page).content.decode()
        assert "只有财政局看得到" not in answer
        assert "县委会议调整" not in answer


def test_a_new_tasks_history_names_to_a_unit_its_own_share_only(county_a, as_role, inside_a):
    cast, office = county_a, county_a.accounts["county_office"]
    with inside_a():
        task = amendments.add_task(
            campaign=cast.extra.campaign, action=cast.extra.action, values={"title": "新增的一项"}, lead=None,
            units=[cast.units.finance, cast.units.farming], group=None, due=datetime.date(2026, 12, 1), paper=paper(cast),
            by=office, on=datetime.date(2026, 6, 1),
        )  # fmt: skip
        lines = CampaignVersion.objects.get(campaign=cast.extra.campaign, number=2).changes
    assert [line["field"] for line in lines][2:] == [cast.units.finance.name, cast.units.farming.name]
    page = as_role("unit_liaison").get(f"/c/{cast.extra.campaign.slug}/tasks/{task.number}/").content.decode()
    history = page.split('class="timeline"')[-1]
    assert "新增的一项" in page
    assert cast.units.farming.name not in history
