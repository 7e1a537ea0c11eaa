"""What goes wrong between a plan and its campaign, as one table: each case runs here or names the test that runs it."""

import ast
import datetime
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign, CampaignVersion, Plan, Task
from campaigns.services import drafts
from tests.campaigns.test_amendments import at, versions
from tests.campaigns.test_wizard import TEXT, page_of, tasks_of, texts
from tests.registry.change import amended

HERE = Path(__file__).parent

# Case → test beside this file; a parameter of its table stands behind the slash.
WHERE = {
    "empty file": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/empty",
    "empty form": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/nothing",
    "50 MB": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/too big",
    "wrong type": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/pdf",
    "picture named .docx": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/picture",
    "zip bomb": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/bomb",
    "macro file": "test_wizard.py::test_what_is_refused_says_what_to_do_and_leaves_nothing/macro",
    "text without tasks": "test_wizard.py::test_a_text_without_tasks_is_kept_and_goes_on_by_hand",
    "500 tasks": "test_wizard.py::test_five_hundred_tasks_stay_light",
    "pasted HTML": "test_wizard.py::test_pasted_html_is_read_as_text_and_never_runs",
    "GBK": "test_wizard.py::test_files_that_are_read/gbk",
    "double submit of a plan": "test_wizard.py::test_two_presses_make_one_draft",
    "double submit of a deletion": "test_bad_input.py::test_a_second_press_leads_where_the_first_one_led",
    "two editors of a task": "test_wizard.py::test_the_second_of_two_editors_gets_both_versions_and_chooses",
    "two editors, one deletes": "test_two_editors.py::test_what_somebody_took_away_is_refused_in_words",
    "two editors amend": "test_amendments.py::test_two_people_amend_at_once",
    "expired session": "test_bad_input.py::test_a_session_that_ended_writes_nothing_and_leads_back",
    "browser back": "test_bad_input.py::test_going_back_and_saving_again_is_a_conflict",
    "browser back after publishing": "test_wizard.py::test_an_old_tab_after_publishing_changes_nothing",
    "publish twice": "test_review.py::test_publishing_twice_leads_to_the_campaign",
    "two publish at once": "test_review.py::test_two_editors_publishing_at_once_make_one_campaign_and_one_message_a_unit",
    "unit merged before publishing": "test_review.py::test_a_merger_between_check_and_publishing",
    "amendment after publishing": "test_bad_input.py::test_an_amendment_leaves_what_was_published_as_it_was",
    "signs that no paper can hold": "test_bad_input.py::test_odd_text_becomes_a_campaign_with_papers",
    "years with a slipped digit": "test_bad_input.py::test_a_far_year_is_asked_back",
}  # fmt: skip


@pytest.mark.parametrize("case", WHERE)
def test_each_case_has_its_test(case):
    file, _colons, rest = WHERE[case].partition("::")
    name, _slash, parameter = rest.partition("/")
    source = (HERE / file).read_text(encoding="utf-8")
    assert name in {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    if parameter:
        assert f'"{parameter}"' in source


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def draft(office, inside_a):
    office.post("/c/new/", {"text": TEXT})
    with inside_a():
        return Campaign.objects.order_by("-id").first()


ODD = {
    "control signs": {"text": TEXT.replace("整顿", "整\x0c\x1f\x08顿")},
    "no characters": {"text": TEXT.replace("整顿", "整\ufffe\uffff\u2028顿")},
    "zero bytes": {"text": TEXT.replace("整顿", "整\x00顿")},
    "emoji": {"text": TEXT.replace("整顿", "😀整顿👨‍👩‍👧")},
    "right to left": {"text": TEXT.replace("整顿", "\u202e整顿\u200b\ufeff")},
    "a formula": {"text": TEXT.replace("整顿后进村党组织", '=HYPERLINK("http://example.com")')},
    "year 0000": {"text": TEXT.replace("2026", "0000")},
    "year 99999": {"text": TEXT.replace("2026", "99999")},
    "no such day": {"text": TEXT.replace("年底前", "2026年2月30日前").replace("3月31日", "13月45日")},
    "huge figure": {"text": TEXT.replace("200人次", f"{'9' * 30}人次")},
    "tiny figure": {"text": TEXT.replace("200人次", "0.000000000001人次")},
    "negative figure": {"text": TEXT.replace("200人次", "-3.5万人次")},
    "long title": {"text": TEXT.replace("整顿后进村党组织", "整顿" * 2000)},
    "long unit": {"text": TEXT.replace("县财政局", f"县{'很' * 500}局")},
    "long action": {"text": TEXT.replace("“支部提升”", f"“{'支部提升' * 100}”")},
    "brackets in brackets": {"text": TEXT + "\n".join(f"{'（' * 50}{n}{'）' * 50}任务" for n in range(50))},
    "half and full width": {"text": TEXT.replace("200", "２００").replace("1.", "１．").replace("（责任单位：", "(责任单位:").replace("）", ")")},
    "a path as file name": {"upload": SimpleUploadedFile(f"../../{'长' * 150}.txt", TEXT.encode())},
}  # fmt: skip
PAGES = ("", "tasks/", "tasks/1/", "mine/", "phases/", "versions/", "versions/1/", "table.xlsx", "table.docx")


@pytest.mark.parametrize("case", ODD)
def test_odd_text_becomes_a_campaign_with_papers(case, office, county_a, inside_a):
    for upload in [given for given in ODD[case].values() if not isinstance(given, str)]:
        upload.seek(0)
    answer = office.post("/c/new/", ODD[case])
    assert answer.status_code == 302, texts(answer)
    with inside_a():
        campaign = Campaign.objects.order_by("-id").first()
        for task in tasks_of(campaign):
            task.carriers.all().delete()
            task.carriers.create(written="县财政局", role="lead", order=0, unit=county_a.units.finance)
            task.indicators.filter(value=None).update(value=1)
        for row in [*campaign.phases.all(), *campaign.safeguards.all()]:
            row.carriers.all().delete()
        campaign.plan.questions.update(answer="按正文")
    for step in ("tasks", "units", "rules", "review"):
        assert office.get(f"/c/new/{campaign.public_id}/{step}/").status_code == 200, step
    assert office.post(f"/c/new/{campaign.public_id}/publish/", {})["Location"] == f"/c/{campaign.slug}/tasks/"
    for page in PAGES:
        assert office.get(f"/c/{campaign.slug}/{page}").status_code == 200, page


NONSENSE = [
    "/search/?q=%00", "/search/?q=" + "x" * 5000, "/search/?q=%25%5F%5C", "/search/?q=%ED%A0%80",
    "/c/?q=%00&year=99999999999&state=x&page=-1&size=abc", "{run}tasks/?q=%00&unit=zz&kind=zz", "{run}?by=zz&sort=zz",
    "{run}tasks/99999999999999999999/", "{run}versions/99999999999999999999/", "{run}versions/0/", "{run}table.xlsx?version=abc",
    "{run}table.xlsx?version=99999999999999999999", "{run}table.docx?version=%00", "{new}tasks/?page=abc&at=%00&state=%00",
    "{new}units/?on=9999-12-31", "{new}units/?on=%00", "{new}review/?on=0001-01-01", "{new}tasks/add/?action=%00",
    "{new}units/add/zz/00000000-0000-0000-0000-000000000000/",
]  # fmt: skip


@pytest.mark.parametrize("address", NONSENSE)
def test_nonsense_in_an_address_is_answered(address, office, county_a):
    extra = county_a.extra
    address = address.format(run=f"/c/{extra.campaign.slug}/", new=f"/c/new/{extra.draft.public_id}/")
    assert office.get(address).status_code in (200, 404, 422)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("0001-01-01", "9999-12-31"), ("9999-01-01", "9999-12-31"), ("1026-01-01", "2026-12-31")]
)
def test_a_far_year_is_asked_back(starts_on, ends_on, office, draft, inside_a):
    answer = office.post("/c/new/empty/", {"name": "清河活动", "starts_on": starts_on, "ends_on": ends_on})
    assert answer.status_code == 422
    assert "年份请在 2000 到 2100 之间" in texts(answer)
    with inside_a():
        task = tasks_of(draft)[0]
    rows = f"/c/new/{draft.public_id}/rules/dates/add/{task.public_id}/"
    answer = office.post(rows, {"kind": "window", "words": "", "what": "", "starts_on": starts_on, "ends_on": ends_on})
    assert answer.status_code == 422
    assert "年份请在 2000 到 2100 之间" in texts(answer)


def test_a_second_press_leads_where_the_first_one_led(office, draft, inside_a):
    """Without scripts nothing keeps a person from pressing twice; the second answer is the one that is shown."""
    with inside_a():
        first, _second, third = tasks_of(draft)[:3]
    for address in (
        f"{page_of(draft)}{third.public_id}/merge/",
        f"{page_of(draft)}{first.public_id}/delete/",
        f"/c/new/{draft.public_id}/discard/",
    ):
        form = {"version": 1, "once_key": str(uuid.uuid4())}
        answers = [office.post(address, form) for _press in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], address
        assert answers[0]["Location"] == answers[1]["Location"]
    with inside_a():
        assert not Campaign.objects.filter(pk=draft.pk).exists()


def test_the_buttons_carry_the_key_of_one_press(office, draft, inside_a):
    with inside_a():
        start, task = page_of(draft), tasks_of(draft)[1].public_id
    for page in (f"{start}{task}/", f"{start}{task}/delete/", f"/c/new/{draft.public_id}/discard/"):
        assert 'name="once_key"' in texts(office.get(page)), page


def test_a_session_that_ended_writes_nothing_and_leads_back(office, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[0]
    edit = f"{page_of(draft)}{task.public_id}/"
    office.logout()
    answer = office.post(
        edit, {"title": "改过的题目", "version": task.version}, headers={"referer": f"http://testserver{edit}"}
    )
    assert answer["Location"] == f"/login/?next={edit}"
    with inside_a():
        assert Task.objects.get(pk=task.pk).title == task.title


def test_going_back_and_saving_again_is_a_conflict(office, draft, inside_a):
    """The form that the back button shows was filled before the last save: it must not undo what came after."""
    with inside_a():
        task = tasks_of(draft)[0]
        form = {
            "title": "第一次改", "action": task.action.public_id, "detail": task.detail, "items": "", "leaders": "",
            "version": task.version,
        }  # fmt: skip
    edit = f"{page_of(draft)}{task.public_id}/"
    assert office.post(edit, form).status_code == 302
    answer = office.post(edit, form | {"title": "返回后又改"})
    assert answer.status_code == 409
    assert "第一次改" in texts(answer)
    with inside_a():
        assert Task.objects.get(pk=task.pk).title == "第一次改"


def test_an_amendment_leaves_what_was_published_as_it_was(office, county_a, inside_a, as_role):
    slug = county_a.extra.campaign.slug
    form = amended(county_a, title="换了说法的任务")
    assert office.post(at(county_a), form).status_code == 302
    with inside_a():
        first, second = CampaignVersion.objects.filter(campaign=county_a.extra.campaign).order_by("number")
        assert "换了说法的任务" not in str(first.snapshot)
        assert "换了说法的任务" in str(second.snapshot)
    assert "换了说法的任务" in texts(as_role("township").get(f"/c/{slug}/mine/"))
    assert "换了说法的任务" not in texts(as_role("township").get(f"/c/{slug}/versions/1/"))


def test_a_text_between_spaces_is_no_amendment(office, county_a, inside_a):
    """Plans begin paragraphs with two wide spaces; the form strips them, and that is no change of the plan."""
    with inside_a():
        Task.objects.filter(pk=county_a.extra.tasks[1].pk).update(detail="　　逐村轮训。\n第二段。\n", leaders="")
    page = office.get(at(county_a, 2))
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    for formset in page.context["sets"].values():
        for form in [formset.management_form, *formset.forms]:
            sent |= {form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "DELETE"}
    answer = office.post(at(county_a, 2), {**sent, "reason": "看看"})
    assert "没有改动" in texts(answer)
    assert versions(county_a, inside_a) == 1


def test_a_broken_draft_leaves_no_plan_behind(county_a, inside_a):
    """Both or neither: a document without its draft would be met again as "taken in before"."""
    with inside_a():
        before = Plan.objects.count()
        reading = {"text": "一、任务", "title": "", "questions": []}  # as if a later reader forgot a part
        with pytest.raises(KeyError):
            drafts.draft_from_reading(
                reading=reading, owner=county_a.units.office, file_name="", by=county_a.accounts["county_office"],
                on=datetime.date(2026, 3, 1),
            )  # fmt: skip
        assert Plan.objects.count() == before
