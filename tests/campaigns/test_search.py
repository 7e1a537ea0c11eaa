"""Search: what each role finds, in which order, and what no query may do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Task
from organizations.hits import marked, sentence, tidy
from organizations.models import Person, Unit, UnitKind
from organizations.pinyin import search_keys, sort_key, title_keys
from organizations.roles import Role
from tests.cast import STARTED
from tests.crowd import add_crowd


@pytest.fixture
def look(as_role):
    """`look("township", "石桥")` is the groups of the page: title → [title of the hit, …]."""

    def ask(role: str, text: str) -> dict[str, list[str]]:
        response = as_role(role).get("/search/", {"q": text})
        assert response.status_code == 200
        return {
            str(group.title): ["".join(piece for piece, _ in hit.title) for hit in group.hits]
            for group in response.context["groups"]
        }

    return ask


@pytest.mark.parametrize(
    ("text", "group", "first"),
    [
        ("石桥镇", "单位", "石桥镇"),
        ("石桥", "单位", "石桥镇"),
        ("sqz", "单位", "石桥镇"),
        ("shiqiao", "单位", "石桥镇"),
        ("SQZ", "单位", "石桥镇"),
        ("dkc", "村（社区）", "渡口村"),
        ("白无名", "人员", "白无名"),
        ("bwm", "人员", "白无名"),
        ("S003", "人员", "段书棠"),
        ("强支部、兴产业", "活动", "强支部、兴产业活动"),
        ("qzbxcy", "活动", "强支部、兴产业活动"),
        ("轮训", "任务", "开展轮训"),
        ("kzlx", "任务", "开展轮训"),
        ("  石桥   镇 ", None, None),
    ],
)
def test_finds_by_name_pinyin_initials_and_number(look, text, group, first):
    found = look("county_office", text)
    if group is None:
        assert found == {}
    else:
        assert found[group][0] == first


def test_better_matches_stand_first(look, inside_a, county_a):
    with inside_a():
        for order, name in enumerate(("大岭上村", "岭上村民小组", "岭上")):
            Unit.objects.create(
                kind=UnitKind.OTHER, code=f"R{order}", name=name, parent=county_a.units.root, order=order, valid_from=STARTED,
                path=f"{county_a.units.root.path}R{order}/", search_keys=search_keys(name),
            )  # fmt: skip
    assert look("county_office", "岭上")["单位"] == ["岭上", "岭上村民小组", "大岭上村"]
    assert look("county_office", "ls")["单位"] == ["岭上", "岭上村民小组", "大岭上村"]


def test_each_role_finds_what_it_may_see(look, inside_a):
    assert "白无名" in look("county_office", "白无名")["人员"]
    for role in ("township", "village", "unit_liaison", "assessor"):
        assert "人员" not in look(role, "白无名"), "somebody of another township"
    assert look("township", "myz")["人员"] == ["牧野舟"]
    assert set(look("assessor", "活动")) <= {"单位", "村（社区）"}
    # Only the county's office and co-editors know of a draft.
    assert "强支部活动（筹备）" in look("county_office", "筹备")["活动"]
    assert "活动" not in look("county_leader", "筹备")
    assert "任务" not in look("township", "壮大村集体经济"), "another unit's task"
    assert look("county_leader", "壮大村集体经济")["任务"] == ["壮大村集体经济"], "the published one, not the draft's"
    assert look("township", "整顿后进村")["任务"] == ["整顿后进村党组织"]


def test_the_plan_is_searched_for_who_sees_the_whole_campaign(as_role):
    text = "县某某局"
    page = as_role("county_leader").get("/search/", {"q": text}).content.decode()
    assert "达到X%。" not in page
    assert f"（责任单位：<mark>{text}</mark>）" in page
    for role in ("township", "village", "unit_liaison"):
        assert as_role(role).get("/search/", {"q": text}).context["groups"] == [], "a sentence of somebody else's task"


def test_a_task_found_in_its_text_shows_the_sentence(as_role, inside_a, county_a):
    with inside_a():
        task = Task.objects.get(pk=county_a.extra.tasks[0].pk)
        task.detail = "先摸底。选派得力干部到村任职，一村一策；年底验收。"
        task.save()
    page = as_role("village").get("/search/", {"q": "得力干部"}).content.decode()
    assert "选派<mark>得力干部</mark>到村任职，一村一策；" in page
    assert "先摸底" not in page


def test_sealed_numbers_neither_find_nor_show(as_role, inside_a):
    with inside_a():
        person = Person.objects.get(name="白无名")
        person.staff_no = "GH-0077"
        person.save()
    browser = as_role("county_admin")
    assert browser.get("/search/", {"q": "13800009999"}).context["groups"] == []
    assert browser.get("/search/", {"q": "138000"}).context["groups"] == []
    assert browser.get("/search/", {"q": "GH-007"}).context["groups"] == [], "only the whole number finds"
    page = browser.get("/search/", {"q": "gh-0077"}).content.decode()
    assert "白无名" in page
    assert "9999" not in page


def test_the_auditor_has_no_search(as_role):
    browser = as_role(Role.AUDITOR)
    assert browser.get("/search/", {"q": "石桥"}).status_code == 403
    assert 'action="/search/"' not in browser.get("/").content.decode()
    assert 'action="/search/"' in as_role("village").get("/").content.decode()


def test_another_county_is_not_found(look, county_b):
    assert look("county_office", "石桥镇")["单位"] == ["石桥镇"]
    assert look("county_office", "琉璃禁") == {}
    assert look("county_office", "zqcanary") == {}


@pytest.mark.parametrize(
    "text", ["%", "_", "%%", "\\", "'", '"', "(", "[a", "*", "\0", "a\0b", "<script>alert(1)</script>", "{{ x }}", "😀", "石" * 500]
)  # fmt: skip
def test_odd_queries_are_words_like_any_other(as_role, text):
    response = as_role("county_office").get("/search/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    if text in ("_", "\\", "'", "*", "%%", "石" * 500):
        assert response.context["groups"] == []
    assert len(response.context["text"]) <= 60


def test_empty_and_found_nothing_say_what_to_do(as_role):
    browser = as_role("village")
    for text in ("", "   ", "\0"):
        assert "可以找什么" in browser.get("/search/", {"q": text}).content.decode()
    assert "可以找什么" in browser.get("/search/").content.decode()
    page = browser.get("/search/", {"q": "没有这样的东西"}).content.decode()
    assert "没有找到“没有这样的东西”" in page
    assert "换成拼音首字母" in page


def test_ten_hits_a_group_the_count_of_all_and_the_way_to_them(as_role, county_a):
    add_crowd(county_a)
    browser = as_role("county_office")
    page = browser.get("/search/", {"q": "增设"})
    (group,) = page.context["groups"]
    assert (len(group.hits), group.total) == (10, 40)
    link = re.search(r'<a class="end" href="([^"]+)">看全部', page.content.decode()).group(1).replace("&amp;", "&")
    assert browser.get(link).context["page"].paginator.count == 40
    people = browser.get("/search/", {"q": "众人"}).context["groups"][0]
    assert browser.get(people.all_url).context["page"].paginator.count == people.total == 40


def test_few_queries_however_many_rows(as_role, county_a, inside_a):
    browser = as_role("township")
    browser.get("/search/", {"q": "村"})

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/search/", {"q": "村"}).status_code == 200
        return len(queries)

    few = count()
    add_crowd(county_a)
    with inside_a():
        task = county_a.extra.tasks[0]
        Task.objects.bulk_create(
            [
                Task(campaign=task.campaign, action=task.action, title=f"村务{n}", number=100 + n, order=100 + n)
                for n in range(40)
            ]
        )
    assert count() <= few <= 20


def test_keys_follow_the_title_however_it_is_written(county_a, inside_a):
    with inside_a():
        task = Task.objects.get(pk=county_a.extra.tasks[0].pk)
        assert "zdhjcdzz" in task.search_keys
        task.title = "“三会一课”全覆盖"
        task.save(update_fields=["title"])
        task.refresh_from_db()
        assert "shykqfg" in task.search_keys
        action = task.action
        (made,) = Task.objects.bulk_create([Task(campaign=task.campaign, action=action, title="清理河道", order=9)])
        assert "qlhd" in Task.objects.get(pk=made.pk).search_keys
        campaign = Campaign.objects.get(pk=task.campaign_id)
        campaign.name = "净" * 120
        campaign.save()
        assert len(Campaign.objects.get(pk=campaign.pk).search_keys) <= 400


def test_a_heteronym_in_a_name(look, inside_a, county_a):
    with inside_a():
        Person.objects.create(
            name="曾乐山", pinyin=sort_key("曾乐山"), search_keys=search_keys("曾乐山"), unit=county_a.units.stone
        )
    assert look("county_office", "zls")["人员"] == ["曾乐山"]
    assert look("county_office", "zengle")["人员"] == ["曾乐山"]


@pytest.mark.parametrize(
    ("words", "text", "mark"),
    [
        ("石桥镇", "石桥", "石桥"),
        ("石桥镇", "sq", "石桥"),
        ("石桥镇", "qz", "桥镇"),
        ("石桥镇", "shiqi", "石桥"),
        ("强支部、兴产业活动", "bxc", "部、兴产"),
        ("ABC 工程", "abc", "ABC"),
        ("石桥镇", "xyz", ""),
        ("石桥镇", "%", ""),
        ("", "a", ""),
    ],
)
def test_what_is_marked(words, text, mark):
    pieces = marked(words, text)
    assert "".join(piece for piece, _ in pieces) == words
    assert "".join(piece for piece, is_match in pieces if is_match) == mark


def test_the_sentence_around_a_match():
    text = "第一句。第二句说轮训两次；第三句。"
    assert sentence(text, "轮训") == [("第二句说", False), ("轮训", True), ("两次；", False)]
    assert sentence(text, "没有") == []
    assert sentence(text, "轮训", beside="开展轮训") == [], "the title says it already"
    long = "".join(piece for piece, _ in sentence("前" * 200 + "轮训" + "后" * 200, "轮训"))
    assert long.startswith("…前")
    assert long.endswith("后…")
    assert len(long) < 100


def test_tidy_and_keys():
    assert tidy(" a\0 b ") == "a b"
    assert len(tidy("长" * 100)) == 60
    assert title_keys("（一）强“支部”") == "一强支部 yiqiangzhibu yqzb"
