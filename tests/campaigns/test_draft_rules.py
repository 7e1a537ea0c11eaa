"""Step 4 of the wizard: settings, and each row with its own form."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Carrier, Indicator, Phase, Task, TaskDate
from tests.registry.carriers import CADENCE, DATE, INDICATOR, PHASE, SAFEGUARD


@pytest.fixture(autouse=True)
def open_county(inside_a):
    with inside_a():
        yield


@pytest.fixture
def extra(county_a):
    return county_a.extra


def at(name, draft, **more):
    return reverse(f"campaigns:draft-{name}", kwargs={"public_id": draft.public_id, **more})


def test_an_open_figure_is_filled_and_the_note_says_what_was_made_of_it(extra, as_role):
    address = at("indicator", extra.draft, row_id=extra.open_indicator.public_id)
    browser = as_role("county_office")
    response = browser.post(address, INDICATOR, follow=True)
    assert Indicator.objects.get(pk=extra.open_indicator.pk).value == Decimal(28000)
    assert "“2.8万”记为 28,000人次" in response.content.decode()
    assert 'value="28,000"' in browser.get(address).content.decode()


def test_a_figure_left_blank_stays_open(extra, as_role):
    address = at("indicator", extra.draft, row_id=extra.open_indicator.public_id)
    as_role("county_office").post(address, {**INDICATOR, "value": ""})
    assert Indicator.objects.get(pk=extra.open_indicator.pk).value is None


def test_saving_takes_the_mark_of_an_assumption_away(extra, as_role):
    Indicator.objects.filter(pk=extra.open_indicator.pk).update(assumed=True)
    browser = as_role("county_office")
    assert "1 处标“默认”" in browser.get(at("rules", extra.draft)).content.decode()
    browser.post(at("indicator", extra.draft, row_id=extra.open_indicator.public_id), {**INDICATOR, "value": ""})
    assert not Indicator.objects.get(pk=extra.open_indicator.pk).assumed
    assert "处标“默认”" not in browser.get(at("rules", extra.draft)).content.decode()


def test_two_people_at_one_task_get_the_page_of_both_answers(extra, as_role):
    address = at("date", extra.draft, row_id=extra.draft_date.public_id)
    assert as_role("county_office").post(address, DATE).status_code == 302
    late = as_role("assessor").post(address, {**DATE, "ends_on": "2026-11-11"})
    assert late.status_code == 409
    assert "2026-11-11" in late.content.decode()
    assert "2026-12-20" in late.content.decode()
    assert str(TaskDate.objects.get(pk=extra.draft_date.pk).ends_on) == "2026-12-20"
    chosen = {**DATE, "ends_on": "2026-11-11", "version": Task.objects.get(pk=extra.draft_tasks[0].pk).version}
    assert as_role("assessor").post(address, chosen).status_code == 302


def test_pressing_twice_adds_one_row(extra, as_role):
    browser, address = as_role("county_office"), at("cadence-add", extra.draft, task_id=extra.draft_tasks[0].public_id)
    form = {**CADENCE, "once_key": "3f0f6f0e-8e0e-4a3a-9d1e-0a6f5f7f1a11"}
    assert [browser.post(address, form).status_code for _press in range(3)] == [302, 302, 302]
    assert extra.draft_tasks[0].cadences.count() == 1


def test_a_stage_goes_with_its_carriers(extra, as_role):
    assert Carrier.objects.filter(phase=extra.draft_phase).exists()
    as_role("county_office").post(at("phase-remove", extra.draft, row_id=extra.draft_phase.public_id))
    assert not Phase.objects.filter(pk=extra.draft_phase.pk).exists()
    assert not Carrier.objects.filter(phase=extra.draft_phase.pk).exists()


def _settings(cast, **changes):
    group = str(cast.extra.working_group.public_id)
    return {
        "name": "强支部活动", "document_number": "", "year": 2026, "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "leading_group": group, "version": 1, **changes,
    }  # fmt: skip


def test_settings_are_saved_and_a_stale_form_is_answered_with_both(extra, as_role, county_a):
    address = at("settings", extra.draft)
    assert as_role("county_office").post(address, _settings(county_a)).status_code == 302
    stored = Campaign.objects.get(pk=extra.draft.pk)
    assert (stored.name, stored.first_is_lead) == ("强支部活动", False)
    assert as_role("assessor").post(address, _settings(county_a, name="另一个名称")).status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "名称"), ({"name": "长" * 121}, "名称"), ({"year": 26}, "四位数字"), ({"year": "二〇二六"}, "年度"),
        ({"starts_on": "昨天"}, "开始日期"), ({"starts_on": "2026-13-01"}, "开始日期"), ({"ends_on": "2025-12-31"}, "结束日期早于开始日期"),
        ({"leading_group": "nonsense"}, "领导小组"), ({"version": "x"}, "有错误"),
    ],
)  # fmt: skip
def test_bad_settings(changes, words, extra, as_role, county_a):
    response = as_role("county_office").post(at("settings", extra.draft), _settings(county_a, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Campaign.objects.get(pk=extra.draft.pk).name == extra.draft.name


ROWS = {"date": DATE, "cadence": CADENCE, "indicator": INDICATOR, "phase": PHASE, "safeguard": SAFEGUARD}
BAD = [
    ("date", {"kind": "someday"}, "种类"), ("date", {"ends_on": ""}, "请填截止日期"), ("date", {"kind": "window", "starts_on": ""}, "要填开始日期"),
    ("date", {"starts_on": "2026-12-21"}, "早于开始日期"), ("date", {"ends_on": "2026-02-30"}, "截止日期"),
    ("cadence", {"times": 0}, "1 到 99"), ("cadence", {"times": 100}, "1 到 99"), ("cadence", {"every": "hour"}, "频次"),
    ("cadence", {"times": "1.5"}, "次数"), ("indicator", {"value": "NaN"}, "请填数字"), ("indicator", {"value": "1e3"}, "请填数字"),
    ("indicator", {"value": "-1"}, "不能是负数"), ("indicator", {"value": "X%", "unit_word": "%"}, "请填数字"), ("indicator", {"name": " "}, "指标"),
    ("indicator", {"year": "26"}, "四位数字"), ("indicator", {"value": "9" * 41}, "目标值"), ("phase", {"name": ""}, "阶段"),
    ("phase", {"ends_on": "2025-01-01"}, "早于开始日期"), ("safeguard", {"title": ""}, "要求"), ("safeguard", {"title": "长" * 301}, "要求"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "changes", "words"), BAD)
def test_bad_rows_are_refused_with_everything_typed_kept(kind, changes, words, extra, as_role):
    row = extra.open_indicator if kind == "indicator" else getattr(extra, f"draft_{kind}")
    before = type(row).objects.filter(pk=row.pk).values().get()
    response = as_role("county_office").post(at(kind, extra.draft, row_id=row.public_id), {**ROWS[kind], **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_a_row_that_somebody_took_away_is_not_found(extra, as_role):
    address = at("date", extra.draft, row_id=extra.draft_date.public_id)
    as_role("county_office").post(at("date-remove", extra.draft, row_id=extra.draft_date.public_id))
    assert as_role("county_office").post(address, DATE).status_code == 404
