"""The scheme in the browser's terms: read, edited, put into force, previewed."""

from decimal import Decimal

import pytest

from assessments.frozen import thawed
from assessments.models import RollupInput, RollupRun, SchemeDraft, SchemeVersion
from assessments.scheme import Bands, Manual, PerEvent
from assessments.scheme_edits import find_item
from organizations.models import AuditEntry
from tests.days import TODAY
from tests.registry.schemes import edited


@pytest.fixture
def draft(county_a, inside_a):
    def read():
        with inside_a():
            row = SchemeDraft.objects.get(assessment=county_a.extra.assessment)
            return row, thawed(row.body)

    return read


def item_form(draft, **changes):
    return {
        "version": draft()[0].version, "parent": "base", "name": "领导评价", "points": "5", "method": "manual", "lines": "", "missing": "zero",
        "source": "", **changes,
    }  # fmt: skip


def test_the_page_says_each_rule_with_its_sum_and_where_the_figure_comes_from(as_role, pages):
    words = as_role("county_office").get(pages("scheme")).content.decode()
    for part in ("扣完为止", "取自报送记录", "取自驻村抽查", "人工登记", "例：", "不超过 30%", "总分相同的"):
        assert part in words, part


def test_units_read_the_version_in_force_and_not_the_draft(as_role, pages):
    office = as_role("county_office").get(pages("scheme")).content.decode()
    town = as_role("township_lead").get(pages("scheme")).content.decode()
    assert "加分最高 4 分" in office
    assert "加分最高 5 分" in town
    assert "草稿" not in town
    assert pages("scheme-edit") not in town


def test_an_edit_is_kept_and_written_down(as_role, county_a, pages, draft, inside_a):
    data = edited(county_a) | {"base0_points": "31.5", "least_good": "78"}
    response = as_role("county_office").post(pages("scheme-edit"), data, follow=True)
    assert "已保存草稿" in response.content.decode()
    scheme = draft()[1]
    assert (scheme.base[0].name, scheme.base[0].points) == ("另一个名称", Decimal("31.5"))
    assert next(grade.least for grade in scheme.grades if grade.key == "good") == 78
    with inside_a():
        assert AuditEntry.objects.filter(action="scheme.edit").count() == 2  # one of them made the sample


def test_what_is_wrong_is_said_and_stops_only_the_putting_into_force(as_role, county_a, pages, draft, inside_a):
    office = as_role("county_office")
    data = edited(county_a) | {"base0_points": "31.5"}
    page = office.post(pages("scheme-edit"), data, follow=True).content.decode()
    assert "基础分合计" in page
    assert "应为 100 分" in page
    force = {"valid_from": TODAY.isoformat(), "reason": "调整", "document_number": "", "version": draft()[0].version}
    response = office.post(pages("scheme-force"), force)
    assert response.status_code == 422
    assert "基础分合计" in response.content.decode()
    with inside_a():
        assert SchemeVersion.objects.filter(assessment=county_a.extra.assessment).count() == 1


def test_a_struck_out_item_is_gone_with_its_source(as_role, county_a, pages, draft):
    row, scheme = draft()
    place, leaf = next((place, item.items[0]) for place, item in enumerate(scheme.base) if item.items)
    data = edited(county_a) | {f"base{place}_0_drop": "on"}
    assert as_role("county_office").post(pages("scheme-edit"), data).status_code == 302
    row, scheme = draft()
    assert find_item(scheme, leaf.key) is None
    assert leaf.key not in row.sources


@pytest.mark.parametrize(
    ("field", "value"), [("base0_points", "三十"), ("base0_points", "-1"), ("base0_points", "1e3"), ("base0_name", " "), ("quota_best", "130")]
)  # fmt: skip
def test_nonsense_is_refused_and_what_was_typed_stays(as_role, county_a, pages, draft, field, value):
    before = draft()[0].body
    response = as_role("county_office").post(
        pages("scheme-edit"), edited(county_a) | {field: value, "least_good": "77.5"}
    )
    assert response.status_code == 422
    assert "77.5" in response.content.decode()
    assert draft()[0].body == before


def test_who_saves_over_another_is_told(as_role, county_a, pages, draft):
    office = as_role("county_office")
    data = edited(county_a)
    assert office.post(pages("scheme-edit"), data | {"base0_name": "第一个人"}).status_code == 302
    response = office.post(pages("scheme-edit"), data | {"base0_name": "第二个人"})
    assert response.status_code == 409
    assert draft()[1].base[0].name == "第一个人"


def test_a_change_in_force_needs_a_reason_and_is_a_new_version(as_role, county_a, pages, draft, inside_a):
    office = as_role("county_office")
    force = {
        "valid_from": TODAY.isoformat(),
        "reason": " ",
        "document_number": "岚组发〔2026〕20号",
        "version": draft()[0].version,
    }
    response = office.post(pages("scheme-force"), force)
    assert response.status_code == 422
    assert "请写明理由" in response.content.decode()
    assert office.post(pages("scheme-force"), force | {"reason": "封顶调低"}).status_code == 302
    with inside_a():
        new, old = SchemeVersion.objects.filter(assessment=county_a.extra.assessment)
        assert (new.number, new.reason, new.document_number) == (2, "封顶调低", "岚组发〔2026〕20号")
        assert RollupRun.objects.get(pk=county_a.extra.assessment.run_id).scheme == old, (
            "what was computed keeps its rule"
        )
    again = office.post(pages("scheme-force"), force | {"reason": "再来一次"})
    assert again.status_code == 422
    assert "没有差别" in again.content.decode()


def test_the_preview_writes_nothing(as_role, county_a, pages, inside_a):
    with inside_a():
        before = RollupInput.objects.count(), RollupRun.objects.count(), AuditEntry.objects.count()
    page = as_role("county_office").get(pages("scheme-preview")).content.decode()
    assert county_a.units.stone.name in page
    assert county_a.units.maple.name in page
    with inside_a():
        assert (RollupInput.objects.count(), RollupRun.objects.count(), AuditEntry.objects.count()) == before


def test_a_manual_item_with_a_rubric_is_added(as_role, pages, draft):
    lines = "好 5 分\n一般 3 分"
    assert as_role("county_office").post(pages("scheme-item"), item_form(draft, lines=lines)).status_code == 302
    row, scheme = draft()
    item = find_item(scheme, "own1")
    assert (item.name, item.points, item.method) == ("领导评价", 5, Manual(("好 5 分", "一般 3 分")))
    assert row.sources["own1"] == {}


def test_a_figure_is_scored_by_bands_instead(as_role, pages, draft):
    row, scheme = draft()
    leaf = next(item for item in scheme.leaves() if row.sources[item.key].get("kind") in ("task", "indicator"))
    data = item_form(
        draft, name=leaf.name, points=str(leaf.points), method="bands", lines="100% 3\n60% 1", parent=scheme.base[0].key
    )
    assert as_role("county_office").post(f"{pages('scheme-item')}?key={leaf.key}", data).status_code == 302
    row, scheme = draft()
    changed = find_item(scheme, leaf.key)
    assert isinstance(changed.method, Bands)
    assert changed.method.percent
    assert row.sources[leaf.key]["kind"], "the figure still comes from daily work"


def test_kinds_of_events_are_edited_by_name(as_role, pages, draft):
    data = item_form(draft, name="获上级表彰", method="events", lines="市级 1\n县级 0.5", parent="bonus")
    assert as_role("county_office").post(f"{pages('scheme-item')}?key=extra.praise", data).status_code == 302
    method = find_item(draft()[1], "extra.praise").method
    assert isinstance(method, PerEvent)
    assert [(rate.key, rate.name) for rate in method.rates] == [("city", "市级"), ("r1", "县级")]


def test_a_struck_out_task_is_taken_back_with_its_source(as_role, county_a, pages, draft):
    row, scheme = draft()
    place, leaf = next((place, item.items[0]) for place, item in enumerate(scheme.base) if item.items)
    source = row.sources[leaf.key]
    office = as_role("county_office")
    office.post(pages("scheme-edit"), edited(county_a) | {f"base{place}_0_drop": "on"})
    data = item_form(draft, source=leaf.key, name="", method="share")
    assert office.post(pages("scheme-item"), data).status_code == 302
    row, scheme = draft()
    assert find_item(scheme, leaf.key).name == leaf.name
    assert row.sources[leaf.key] == source


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"method": "events", "lines": "市级"}, "看不懂"),
        ({"name": ""}, "请填写名称"),
        ({"points": "很多"}, "很多"),
        ({"parent": "nobody"}, "选择一个有效的选项"),
        ({"method": "share"}, "选择一个有效的选项"),
    ],
)
def test_an_item_that_cannot_be_is_refused(as_role, pages, draft, changes, words):
    before = draft()[0].body
    response = as_role("county_office").post(pages("scheme-item"), item_form(draft, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert draft()[0].body == before
