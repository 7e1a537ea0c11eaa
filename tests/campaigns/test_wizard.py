"""Step 1 and 2 of the wizard through their pages: a plan comes in, bad files are refused, tasks are put right."""

import datetime
import html
import re
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Action, Campaign, Carrier, Indicator, Plan, PlanQuestion, SubItem, Task, TaskDate
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import drafts, joining
from campaigns.services import tasks as task_services
from tests.campaigns.plans.documents import WordPlan, with_member, workbook

ON = datetime.date(2026, 3, 1)
TEXT = """岚溪县“强支部、兴产业、惠民生”活动实施方案

为推动全县基层党建工作，制定2026年活动方案如下。

一、重点任务

（一）“支部提升”行动

1.整顿后进村党组织。逐村制定整改措施，年底前全部完成转化。（责任单位：县委组织部、各乡镇党委）

2.开展支部书记轮训。每季度开展一次集中培训，培训村党组织书记不少于200人次。（牵头单位：县委组织部；配合单位：县财政局）

（二）“产业带动”行动

1.壮大村集体经济。年收入5万元以上的村达到X%。（责任单位：县农业农村局、县某某局、各乡镇党委）

2.办好产业服务站。
（1）选好站址，6月底前建成。
（2）配齐人员，9月底前到岗。
（责任单位：县农业农村局）

二、实施步骤

（一）动员部署（3月1日—3月31日）。各乡镇党委制定方案。
"""


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def draft(county_a, inside_a):
    with inside_a():
        return drafts.draft_from_reading(
            reading=plan_as_json(read_plan(TEXT)), owner=county_a.units.office, file_name="方案.docx",
            by=county_a.accounts["county_office"], on=ON,
        )  # fmt: skip


def tasks_of(campaign):
    return list(Task.objects.filter(campaign=campaign).in_plan_order())


def page_of(campaign):
    return f"/c/new/{campaign.public_id}/tasks/"


def texts(response) -> str:
    return html.unescape(response.content.decode())


# Step 1: what comes in


def test_pasted_text_becomes_a_draft_of_the_acting_unit(office, county_a, inside_a):
    response = office.post("/c/new/", {"text": TEXT})
    with inside_a():
        campaign = Campaign.objects.order_by("-id").first()
        assert campaign.owner == county_a.units.office
        assert campaign.plan.uploaded_by == county_a.people["county_office"]
        assert len(tasks_of(campaign)) == 4
    assert response["Location"] == page_of(campaign)
    page = texts(office.get(response["Location"]))
    assert "整顿后进村党组织" in page
    assert "待补" in page


def test_a_township_owns_what_it_takes_in(as_role, county_a, inside_a):
    as_role("township").post("/c/new/", {"text": TEXT.replace("岚溪县", "石桥镇")})
    with inside_a():
        assert Campaign.objects.order_by("-id").first().owner == county_a.units.stone


def word_file():
    word = WordPlan("岚溪县“清河”活动实施方案")
    word.line("重点任务", 0)
    word.line("清理河道", 2)
    word.line("清理镇村河道，年底前完成。（责任单位：县财政局）")
    return word.bytes()


SHEET = workbook([["序号", "任务", "责任单位", "完成时限"], [1, "清理河道", "县财政局", "年底前"], [2, "栽种树木", "县农业农村局", "6月底前"]])  # fmt: skip
CSV = "序号,任务,责任单位,完成时限\n1,清理河道,县财政局,年底前\n2,栽种树木,县农业农村局,6月底前\n"


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("方案.docx", word_file(), "清理河道"),
        ("方案.xlsx", SHEET, "清理河道"),
        ("方案.csv", CSV.encode("gb18030"), "清理河道"),
        ("方案.txt", TEXT.encode(), "整顿后进村党组织"),
        ("方案.txt", TEXT.encode("gbk"), "整顿后进村党组织"),
        ("方案.txt", TEXT.encode("utf-16"), "整顿后进村党组织"),
    ],
    ids=["docx", "xlsx", "csv-gbk", "utf8", "gbk", "utf16"],
)
def test_files_that_are_read(office, inside_a, name, data, title):
    response = office.post("/c/new/", {"upload": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, re.findall(r'class="err".*', texts(response))
    with inside_a():
        campaign = Campaign.objects.order_by("-id").first()
        assert campaign.plan.file_name == name
        assert title in [task.title for task in tasks_of(campaign)]


def bomb():
    return with_member(word_file(), "word/media/a.bin", b"\x00" * 5_000_000)


BAD = {
    "empty": (lambda: {"upload": SimpleUploadedFile("方案.docx", b"")}, "文件是空的"),
    "nothing": (dict, "请粘贴方案正文"),
    "blanks": (lambda: {"text": " \n　\n"}, "请粘贴方案正文"),
    "both": (lambda: {"text": TEXT, "upload": SimpleUploadedFile("a.txt", TEXT.encode())}, "只用一种"),
    "pdf": (lambda: {"upload": SimpleUploadedFile("方案.pdf", b"%PDF-1.7")}, "这是PDF文件"),
    "old word": (lambda: {"upload": SimpleUploadedFile("方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x")}, "另存为.docx"),
    "picture": (lambda: {"upload": SimpleUploadedFile("方案.docx", b"\x89PNG\r\n\x1a\n")}, "这是图片"),
    "macro": (lambda: {"upload": SimpleUploadedFile("方案.docx", with_member(word_file(), "word/vbaProject.bin", b"x"))}, "宏"),
    "bomb": (lambda: {"upload": SimpleUploadedFile("方案.docx", bomb())}, "压缩方式不正常"),
    "broken": (lambda: {"upload": SimpleUploadedFile("方案.docx", b"PK\x03\x04broken")}, "损坏"),
    "binary": (lambda: {"upload": SimpleUploadedFile("方案.txt", b"\x00\x01\x02\x03")}, "不是文字文件"),
    "too long": (lambda: {"text": "长" * 400_001}, "超过 40 万字"),
    "too big": (lambda: {"upload": SimpleUploadedFile("方案.docx", b"x" * (50 * 1024 * 1024))}, "超过 20 MB"),
    "no words": (lambda: {"upload": SimpleUploadedFile("方案.txt", b"  \n ")}, "没有文字"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=BAD)
def test_what_is_refused_says_what_to_do_and_leaves_nothing(office, inside_a, case):
    make, words = BAD[case]
    with inside_a():
        before = Plan.objects.count()
    response = office.post("/c/new/", make())
    assert response.status_code == 422
    assert words in texts(response)
    with inside_a():
        assert Plan.objects.count() == before


def test_typed_text_stays_when_the_form_comes_back(office):
    response = office.post("/c/new/", {"text": "别丢了这句话", "upload": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert response.status_code == 422
    assert "别丢了这句话" in texts(response)


def test_four_hundred_thousand_characters_are_taken(office, inside_a):
    line = "全县各级要把这项工作抓紧抓实，注意听取群众意见，做好台账和资料整理。\n"
    text = (TEXT + line * 20_000)[:399_900]
    response = office.post("/c/new/", {"text": text})
    assert response.status_code == 302, texts(response)[:2000]
    page = office.get(response["Location"])
    assert page.status_code == 200
    assert len(page.content) < 400_000


def test_more_than_the_server_takes_is_said_in_words(office):
    response = office.post("/c/new/", {"text": "长" * 1_200_000})
    assert response.status_code == 413
    assert "太大" in texts(response)


def test_pasted_html_is_read_as_text_and_never_runs(office, inside_a):
    page = "<html><body><h1>岚溪县清河任务</h1><script>alert(1)</script><p>一、清理河道。（责任单位：县财政局）</p></body></html>"
    response = office.post("/c/new/", {"text": page})
    assert response.status_code == 302
    with inside_a():
        plan = Plan.objects.order_by("-id").first()
        assert "alert" not in plan.text
        assert plan.campaigns.get().tasks.get().title == "清理河道"
    hostile = TEXT.replace("整顿后进村党组织", '整顿<img src=x onerror="alert(1)">党组织')
    response = office.post("/c/new/", {"text": hostile})
    assert b"<img src=x" not in office.get(response["Location"]).content


def test_a_text_without_tasks_is_kept_and_goes_on_by_hand(office, inside_a):
    response = office.post("/c/new/", {"text": "各位同事，明天上午开会，请准时参加。"})
    assert response.status_code == 302
    page = texts(office.get(response["Location"]))
    assert "明天上午开会" in page
    assert "没有认出任务" in page


def test_two_presses_make_one_draft(office, inside_a):
    form = {"text": TEXT, "once_key": str(uuid.uuid4())}
    first, second = office.post("/c/new/", form), office.post("/c/new/", form)
    assert first["Location"] == second["Location"]
    with inside_a():
        assert Campaign.objects.filter(plan__sha256=Plan.objects.order_by("-id").first().sha256).count() == 1


def test_the_same_plan_again_is_told_with_the_way_to_the_first(office, inside_a):
    first = office.post("/c/new/", {"text": TEXT})["Location"]
    assert "一字不差" not in texts(office.get(first))
    second = office.post("/c/new/", {"text": TEXT})["Location"]
    page = texts(office.get(second))
    assert "一字不差" in page
    assert f'href="{first}"' in page


def test_a_session_that_ended_leads_back_to_the_form(client):
    response = client.post("/c/new/", {"text": TEXT}, headers={"referer": "http://testserver/c/new/"})
    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/c/new/"


def test_an_empty_start_has_a_place_for_tasks(office, county_a, inside_a):
    form = {"name": "岚溪县清河活动", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    response = office.post("/c/new/empty/", form)
    assert response.status_code == 422
    assert "结束日期早于开始日期" in texts(response)
    response = office.post("/c/new/empty/", form | {"ends_on": "2026-11-30"})
    with inside_a():
        campaign = Campaign.objects.order_by("-id").first()
        assert (campaign.plan, campaign.owner, campaign.year) == (None, county_a.units.office, 2026)
        action = campaign.actions.get()
    response = office.post(f"{page_of(campaign)}add/", {"action": action.public_id, "title": "清理河道", "detail": ""})
    assert "清理河道" in texts(office.get(response["Location"]))
    assert office.post(page_of(campaign))["Location"] == f"/c/new/{campaign.public_id}/units/"


def test_discarding_removes_the_draft_and_keeps_the_document(office, draft, inside_a):
    assert "不能恢复" in texts(office.get(f"/c/new/{draft.public_id}/discard/"))
    office.post(f"/c/new/{draft.public_id}/discard/")
    with inside_a():
        assert not Campaign.objects.filter(pk=draft.pk).exists()
        assert not Task.objects.filter(campaign=draft.pk).exists()
        assert Plan.objects.get(pk=draft.plan_id).state == "discarded"
    assert office.get(page_of(draft)).status_code == 404


# Step 2: what is checked


def test_every_task_leads_to_its_sentence_and_back(office, draft, inside_a):
    page = texts(office.get(page_of(draft)))
    with inside_a():
        rows = tasks_of(draft)
    check_links(page, rows, draft.plan.text)


def check_links(page, rows, text):
    pane = page[page.index("pp-doc") : page.index("pp-tasks")]
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page))), "ids are unique"
    ids = set(re.findall(r' id="([^"]+)"', page))
    missing = {link for link in re.findall(r'href="#([^"]+)"', page) if link not in ids} - {"nav"}
    assert not missing
    for task in rows:
        key = task.public_id.hex
        assert f'href="#s-{key}"' in page
        assert f'id="t-{key}"' in page
        at = pane.index(f'id="s-{key}"')
        shown = re.sub(r"<[^>]+>|\s", "", pane[pane.index(">", at) + 1 :])
        wanted = re.sub(r"\s", "", text[task.span_start : task.span_end])
        assert shown.startswith(wanted[:12]), (task.title, shown[:30])
        assert f'href="#t-{key}"' in pane


SEEDS = sorted((Path(__file__).resolve().parents[3] / "shared" / "seeds").glob("000*"))


@pytest.mark.skipif(not SEEDS, reason="the sample plans lie beside the checkout only")
def test_every_task_of_a_real_plan_leads_to_its_sentence(office, inside_a):
    for path in SEEDS:
        response = office.post("/c/new/", {"upload": SimpleUploadedFile("方案.txt", path.read_bytes())})
        page = texts(office.get(response["Location"]))
        with inside_a():
            campaign = Campaign.objects.select_related("plan").order_by("-id").first()
            check_links(page, tasks_of(campaign), campaign.plan.text)


def test_counts_filter_and_add_up(office, draft):
    page = texts(office.get(page_of(draft)))
    counts = {label: int(n) for n, label in re.findall(r'<span class="num[^"]*">(\d+)</span>([^<]+)</a>', page)}
    assert counts["全部任务"] == 4
    assert counts["待补"] == 1
    assert counts["单位没对上"] >= 1
    narrowed = texts(office.get(page_of(draft) + "?state=fill"))
    tree = narrowed[narrowed.index("pp-tasks") :]
    assert "壮大村集体经济" in tree
    assert "开展支部书记轮训" not in tree[: tree.index("识别出的阶段")].split("识别时的疑问")[0]
    assert "没有这种情况的任务" in texts(office.get(page_of(draft) + "?state=none"))
    assert office.get(page_of(draft) + "?state=nonsense&page=99&at=nonsense").status_code == 200


def edit_form(task, **changes):
    return {
        "title": task.title, "action": str(task.action.public_id), "detail": task.detail, "leaders": task.leaders,
        "items": "\n".join(item.title for item in SubItem.objects.filter(task=task)), "version": task.version, **changes,
    }  # fmt: skip


def test_one_task_is_edited_and_its_version_rises(office, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[0]
        form = edit_form(task, title="整顿后进村党组织（含社区）", items="逐村制定措施\n逐村销号")
    response = office.post(f"{page_of(draft)}{task.public_id}/", form)
    assert response["Location"] == f"{page_of(draft)}?at={task.public_id}#t-{task.public_id.hex}"
    with inside_a():
        task.refresh_from_db()
        assert (task.title, task.version) == ("整顿后进村党组织（含社区）", 2)
        assert [item.title for item in SubItem.objects.filter(task=task)] == ["逐村制定措施", "逐村销号"]
    page = texts(office.get(page_of(draft)))
    assert "整顿后进村党组织（含社区）" in page
    check_links(page, [task], draft.plan.text)


def test_line_ends_of_the_browser_are_no_change(office, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[3]
        form = edit_form(task, detail=task.detail.replace("\n", "\r\n"))
        assert "\n" in task.detail
    office.post(f"{page_of(draft)}{task.public_id}/", form)
    with inside_a():
        task.refresh_from_db()
        assert task.version == 1


def test_the_second_of_two_editors_gets_both_versions_and_chooses(office, as_role, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[0]
        mine, theirs = edit_form(task, title="我改的名称"), edit_form(task, detail="同事改的内容。", items="一项")
    address = f"{page_of(draft)}{task.public_id}/"
    assert office.post(address, theirs).status_code == 302
    response = office.post(address, mine)
    assert response.status_code == 409
    page = texts(response)
    assert "我改的名称" in page
    assert "同事改的内容。" in page
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    choice = {"choose_title": "mine", "choose_detail": "theirs", "choose_items": "theirs"}
    assert office.post(address, fields | choice).status_code == 302
    with inside_a():
        task.refresh_from_db()
        assert (task.title, task.detail, task.version) == ("我改的名称", "同事改的内容。", 3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "必填"),
        ({"title": "长" * 301}, "300"),
        ({"items": "行\n" * 61}, "最多 60 行"),
        ({"items": "长" * 301}, "超过 300 字"),
        ({"action": str(uuid.uuid4())}, ""),
        ({"version": "x"}, ""),
    ],
    ids=["no title", "long title", "many lines", "long line", "foreign action", "no version"],
)
def test_a_bad_edit_comes_back_with_what_was_typed(office, draft, inside_a, changes, words):
    with inside_a():
        task = tasks_of(draft)[0]
        form = edit_form(task, detail="打了很久的字", **changes)
    response = office.post(f"{page_of(draft)}{task.public_id}/", form)
    assert response.status_code == 422
    assert "打了很久的字" in texts(response)
    assert words in texts(response)
    with inside_a():
        task.refresh_from_db()
        assert task.version == 1


def test_merging_puts_everything_together(office, draft, inside_a):
    with inside_a():
        first, second, *_ = tasks_of(draft)
        carriers = {row.written for row in Carrier.objects.filter(task__in=[first, second])}
        measures = Indicator.objects.filter(task__in=[first, second]).count()
    office.post(f"{page_of(draft)}{second.public_id}/merge/", {"version": 1})
    with inside_a():
        rows = tasks_of(draft)
        assert len(rows) == 3
        kept = rows[0]
        assert (kept.span_start, kept.span_end, kept.version) == (first.span_start, second.span_end, 2)
        assert "开展支部书记轮训" in kept.detail
        assert {row.written for row in Carrier.objects.filter(task=kept)} == carriers
        assert Carrier.objects.filter(task=kept, written="县委组织部").get().role == "lead"
        assert Indicator.objects.filter(task=kept).count() == measures
        assert kept.cadences.count() == 1
    check_links(texts(office.get(page_of(draft))), rows, draft.plan.text)


def test_the_first_task_has_nothing_to_merge_with(office, draft, inside_a):
    with inside_a():
        first = tasks_of(draft)[0]
    response = office.post(f"{page_of(draft)}{first.public_id}/merge/", {"version": 1}, follow=True)
    assert "前面没有任务" in texts(response)
    with inside_a():
        assert len(tasks_of(draft)) == 4


def test_splitting_at_a_sub_item_shares_the_text_and_keeps_the_carriers(office, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[3]
        cuts = joining.cuts_of(task)
        dates = TaskDate.objects.filter(task=task).count()
        assert dates == 2
    address = f"{page_of(draft)}{task.public_id}/split/"
    assert "配齐人员" in texts(office.get(address))
    response = office.post(address, {"cut": cuts[0].key, "title": "配齐服务站人员", "version": 1})
    assert response.status_code == 302
    with inside_a():
        rows = tasks_of(draft)
        first, second = rows[3:]
        assert second.title == "配齐服务站人员"
        assert first.span_end == second.span_start
        assert [item.title for item in SubItem.objects.filter(task=second)] == [cuts[0].label.split(")", 1)[1]]
        assert [row.written for row in second.carriers.all()] == [row.written for row in first.carriers.all()] != []
        assert [row.ends_on.month for row in second.dates.all()] == [9]
        assert [row.ends_on.month for row in first.dates.all()] == [6]
        assert first.version == 2
    check_links(texts(office.get(page_of(draft))), rows, draft.plan.text)


def test_splitting_at_a_sentence(office, draft, inside_a):
    with inside_a():
        task = tasks_of(draft)[0]
        cut = next(one for one in joining.cuts_of(task) if "逐村" in one.label)
    response = office.post(f"{page_of(draft)}{task.public_id}/split/", {"cut": cut.key, "title": "", "version": 1})
    assert response.status_code == 422
    office.post(f"{page_of(draft)}{task.public_id}/split/", {"cut": cut.key, "title": "逐村整改", "version": 1})
    with inside_a():
        first, second = tasks_of(draft)[:2]
        assert first.detail + second.detail == task.detail
        assert draft.plan.text[second.span_start :].startswith("逐村制定")
    response = office.post(f"{page_of(draft)}{task.public_id}/split/", {"cut": cut.key, "title": "再拆", "version": 1})
    assert response.status_code in (302, 422)
    with inside_a():
        assert len(tasks_of(draft)) == 5


def test_moving_crosses_into_the_next_action(office, draft, inside_a):
    with inside_a():
        first, second, third, fourth = tasks_of(draft)
        actions = list(Action.objects.filter(campaign=draft))
    move = f"{page_of(draft)}{second.public_id}/move/"
    office.post(move, {"to": "down", "version": 1})
    with inside_a():
        assert [task.pk for task in tasks_of(draft)] == [first.pk, second.pk, third.pk, fourth.pk]
        assert Task.objects.get(pk=second.pk).action == actions[1]
    office.post(move, {"to": "down", "version": 2})
    with inside_a():
        assert [task.pk for task in tasks_of(draft)] == [first.pk, third.pk, second.pk, fourth.pk]
    assert "刚才被别人改过" in texts(office.post(move, {"to": "down", "version": 2}, follow=True))
    for version in (3, 4):
        office.post(move, {"to": "up", "version": version})
    with inside_a():
        assert [task.pk for task in tasks_of(draft)] == [first.pk, second.pk, third.pk, fourth.pk]
        assert Task.objects.get(pk=second.pk).action == actions[0]
    top = f"{page_of(draft)}{first.public_id}/move/"
    assert "最前面" in texts(office.post(top, {"to": "up", "version": 1}, follow=True))


def test_deleting_asks_first_and_actions_go_only_when_empty(office, draft, inside_a):
    with inside_a():
        *_, third, fourth = tasks_of(draft)
        action = third.action
    remove = f"{page_of(draft)}actions/{action.public_id}/remove/"
    assert "还有任务" in texts(office.post(remove, follow=True))
    for task in (third, fourth):
        address = f"{page_of(draft)}{task.public_id}/delete/"
        assert "不能恢复" in texts(office.get(address))
        office.post(address, {"version": 1})
    assert "这个行动还没有任务" in texts(office.get(page_of(draft)))
    office.post(remove)
    with inside_a():
        assert len(tasks_of(draft)) == 2
        assert Action.objects.filter(campaign=draft).count() == 1


def test_an_action_is_renamed_and_no_name_stands_twice(office, draft, inside_a):
    with inside_a():
        first, second = Action.objects.filter(campaign=draft)
    address = f"{page_of(draft)}actions/{first.public_id}/"
    assert office.post(address, {"name": second.name}).status_code == 422
    assert office.post(address, {"name": "支部行动"}).status_code == 302
    assert office.post(f"{page_of(draft)}actions/add/", {"name": "支部行动"}).status_code == 422
    assert "支部行动" in texts(office.get(page_of(draft)))


def test_questions_are_answered_by_choice_or_own_words(office, county_a, inside_a):
    question, draft = county_a.extra.question, county_a.extra.draft
    address = f"{page_of(draft)}questions/{question.public_id}/"
    assert "年底前" in texts(office.get(address))
    assert "必须答复" in texts(office.get(page_of(draft)))
    for form, answer in (
        ({"choice": "r1"}, "6月底前"), ({"choice": "own", "words": "按通知"}, "按通知"), ({"choice": "", "words": ""}, ""),
    ):  # fmt: skip
        assert office.post(address, form)["Location"].endswith(f"#ask-{question.number}")
        with inside_a():
            assert PlanQuestion.objects.get(pk=question.pk).answer == answer
    assert office.post(address, {"choice": "own", "words": ""}).status_code == 422
    assert office.post(address, {"choice": "r9"}).status_code == 422


def test_going_on_marks_the_plan_as_checked_once(office, draft, inside_a):
    for _ in range(2):
        assert office.post(page_of(draft))["Location"] == f"/c/new/{draft.public_id}/units/"
        with inside_a():
            assert Plan.objects.get(pk=draft.plan_id).state == "checked"


def test_an_old_tab_after_publishing_changes_nothing(office, county_a, inside_a):
    campaign, task = county_a.extra.campaign, county_a.extra.tasks[0]
    with inside_a():
        before = Task.objects.get(pk=task.pk).title
        form = edit_form(task, title="发布后偷改")
    for address, data in (
        (f"{page_of(campaign)}{task.public_id}/", form),
        (f"{page_of(campaign)}{task.public_id}/delete/", {"version": 1}),
        (f"/c/new/{campaign.public_id}/discard/", {}),
    ):
        try:
            response = office.post(address, data)
        except Exception as error:  # noqa: BLE001  # the campaign's page is another part's
            assert "campaign-tasks" in str(error)  # noqa: PT017
        else:
            assert response["Location"].startswith(f"/c/{campaign.slug}/")
    with inside_a():
        assert Task.objects.get(pk=task.pk).title == before
        assert Campaign.objects.filter(pk=campaign.pk).exists()


def test_a_draft_published_meanwhile_refuses_the_service(county_a, inside_a):
    from django.core.exceptions import ValidationError

    by, task = county_a.accounts["county_office"], county_a.extra.tasks[0]
    with inside_a():
        for change in (
            lambda: task_services.move_task(task=task, up=False, version=task.version, by=by),
            lambda: task_services.delete_task(task=task, version=task.version, by=by),
            lambda: joining.merge_into_previous(task=task, version=task.version, by=by),
            lambda: drafts.discard_draft(campaign=county_a.extra.campaign, by=by),
        ):
            with pytest.raises(ValidationError, match="已经发布"):
                change()


def big_text(number):
    lines = ["岚溪县“百项任务”活动实施方案", "一、重点任务"]
    for n in range(1, number + 1):
        if n % 50 == 1:
            lines.append(f"（{'一二三四五六七八九十'[n // 50]}）第{n // 50 + 1}组行动")
        lines.append(
            f"{(n - 1) % 50 + 1}.办好第{n}件实事。{n % 12 + 1}月底前完成{n}处改造。（责任单位：县财政局、县农业农村局）"
        )
    return "\n".join(lines)


def test_five_hundred_tasks_stay_light(office, county_a, inside_a, django_assert_max_num_queries):
    with inside_a():
        campaign = drafts.draft_from_reading(
            reading=plan_as_json(read_plan(big_text(500))), owner=county_a.units.office, file_name="", on=ON,
            by=county_a.accounts["county_office"],
        )  # fmt: skip
        rows = tasks_of(campaign)
        assert len(rows) == 500
    office.get(page_of(campaign))
    with django_assert_max_num_queries(30):
        response = office.get(page_of(campaign))
    assert len(response.content) < 400_000
    last = rows[-1]
    page = texts(office.get(f"{page_of(campaign)}?at={last.public_id}"))
    assert f'id="t-{last.public_id.hex}"' in page
    check_links(page, [last], campaign.plan.text)


def test_a_township_sees_no_draft_of_the_county_and_edits_its_own(as_role, office, draft, county_a, inside_a):
    assert as_role("township").get(page_of(draft)).status_code == 404
    response = as_role("township").post("/c/new/", {"text": TEXT.replace("岚溪县", "石桥镇")})
    assert as_role("township").get(response["Location"]).status_code == 200
    assert as_role("unit_liaison").get("/c/new/").status_code == 403
