"""Pages of duties: waive with a reason, divide a number among the units."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Duty, Indicator, IndicatorTarget, Task
from organizations.models import AuditEntry
from organizations.tenancy.context import tenant


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def extra(county_a):
    return county_a.extra


def waive_url(extra, duty=None):
    return reverse("campaigns:duty-waive", args=[extra.campaign.slug, (duty or extra.duty).public_id])


def test_the_office_waives_and_asks_again(office, extra, inside_a):
    page = office.get(waive_url(extra))
    assert "免报这一项" in page.text
    answer = office.post(waive_url(extra), {"reason": "防汛抢险"}, follow=True)
    assert "已免报：石桥，5月填报。" in answer.text
    assert "恢复填报" in answer.text
    with inside_a():
        duty = Duty.objects.get(pk=extra.duty.pk)
        assert (duty.state, duty.waived_reason) == ("waived", "防汛抢险")
        entry = AuditEntry.objects.get(action="duty.waive")
        assert "防汛抢险" in entry.payload
        Duty.objects.filter(pk=duty.pk).update(due_on="2031-05-25")
    answer = office.post(reverse("campaigns:duty-reopen", args=[extra.campaign.slug, duty.public_id]), follow=True)
    assert "已恢复填报" in answer.text
    with inside_a():
        assert Duty.objects.get(pk=duty.pk).state == "open"


def test_no_reason_is_answered_in_the_form(office, extra):
    answer = office.post(waive_url(extra), {"reason": "  "})
    assert answer.status_code == 422
    assert "请写明免报的理由。" in answer.text


def test_what_was_filed_is_not_waived(office, extra, inside_a):
    with inside_a():
        duty = extra.waiting_item.duty
    assert "免报这一项" not in office.get(waive_url(extra, duty)).text
    answer = office.post(waive_url(extra, duty), {"reason": "理由"})
    assert answer.status_code == 422
    assert "不能免报" in answer.text


def test_a_duty_of_another_campaign_is_not_found_here(office, extra):
    address = reverse("campaigns:duty-waive", args=[extra.town_campaign.slug, extra.duty.public_id])
    assert office.get(address).status_code == 404


def targets_url(extra, number=1):
    return reverse("campaigns:task-targets", args=[extra.campaign.slug, number])


def cell(extra, unit):
    return f"t-{extra.indicator.public_id}-{unit.public_id}"


def form_of(extra, inside_a, **values):
    with inside_a():
        return {"version": Task.objects.get(pk=extra.tasks[0].pk).version, **values}


def test_numbers_are_divided_and_the_difference_is_told(office, extra, county_a, inside_a):
    with inside_a():
        Indicator.objects.filter(pk=extra.indicator.pk).update(level="county", value=30)
    units = county_a.units
    data = form_of(extra, inside_a, **{cell(extra, units.stone): "8", cell(extra, units.maple): "１２．５"})
    answer = office.post(targets_url(extra), data, follow=True)
    assert "已保存 1 个数。" in answer.text
    assert "，比全县目标少 9.5" in answer.text
    data = form_of(extra, inside_a, **{cell(extra, units.stone): "20", cell(extra, units.maple): "12.5"})
    assert "，比全县目标多 2.5" in office.post(targets_url(extra), data, follow=True).text
    data = form_of(extra, inside_a, **{cell(extra, units.stone): "", cell(extra, units.maple): "30"})
    assert "，与全县目标一致" in office.post(targets_url(extra), data, follow=True).text
    with inside_a():
        rows = IndicatorTarget.objects.filter(indicator=extra.indicator)
        assert {(row.unit_id, row.value) for row in rows} == {(units.maple.pk, 30)}
        assert AuditEntry.objects.filter(action="target.set").count() == 3


BAD = ["NaN", "1e3", "-5", "约20", "12户", "1.23456", "9" * 20, "abc"]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_no_number_is_refused_by_the_name_of_its_cell(office, extra, county_a, inside_a, typed):
    data = form_of(extra, inside_a, **{cell(extra, county_a.units.stone): typed})
    answer = office.post(targets_url(extra), data)
    assert answer.status_code == 422
    assert "石桥的“完成整顿的村”" in answer.text
    with inside_a():
        assert IndicatorTarget.objects.get(indicator=extra.indicator).value == 8


def test_two_people_at_once_see_both_numbers(office, extra, county_a, inside_a):
    units = county_a.units
    old = form_of(extra, inside_a)
    mine = {**old, cell(extra, units.stone): "8", cell(extra, units.maple): "4"}
    office.post(targets_url(extra), {**old, cell(extra, units.stone): "9"})
    answer = office.post(targets_url(extra), mine)
    assert answer.status_code == 409
    name = cell(extra, units.stone)
    chosen = {
        **form_of(extra, inside_a), cell(extra, units.maple): "4", name: "8", f"theirs_{name}": "9", f"choose_{name}": "theirs",
    }  # fmt: skip
    assert office.post(targets_url(extra), chosen).status_code == 302
    with inside_a():
        values = dict(IndicatorTarget.objects.filter(indicator=extra.indicator).values_list("unit", "value"))
        assert values == {units.stone.pk: 9, units.maple.pk: 4}


def test_a_closed_campaign_is_divided_no_more(office, extra, county_a, inside_a):
    data = form_of(extra, inside_a, **{cell(extra, county_a.units.stone): "3"})
    with inside_a():
        Campaign.objects.filter(pk=extra.campaign.pk).update(state="closed")
    answer = office.post(targets_url(extra), data)
    assert answer.status_code == 422
    assert "不能再分解指标" in answer.text


def test_a_task_without_numbers_says_so(office, extra, county_a):
    with tenant(county_a.county.id):
        Indicator.objects.filter(task=extra.tasks[2]).delete()
    assert "不用分解" in office.get(targets_url(extra, 3)).text
    assert office.get(targets_url(extra, 99)).status_code == 404


def test_the_task_s_page_leads_to_its_numbers_only_who_may_divide_them(office, as_role, extra):
    address = reverse("campaigns:campaign-task", args=[extra.campaign.slug, 1])
    assert targets_url(extra) in office.get(address).text
    assert targets_url(extra) not in as_role("township_lead").get(address).text
