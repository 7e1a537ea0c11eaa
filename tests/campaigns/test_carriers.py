"""Step 3 of the wizard: who is meant, in which role, and who of a group is exempt."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Carrier, CarrierExemption
from campaigns.opening import open_carriers
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import carriers as services
from campaigns.services import drafting, plans
from organizations.models import AuditEntry, Unit, UnitGroup, UnitKind
from organizations.services import units

ON = datetime.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def open_county(inside_a):
    with inside_a():
        yield


@pytest.fixture
def extra(county_a):
    return county_a.extra


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def at(name, draft, **more):
    return reverse(f"campaigns:draft-{name}", kwargs={"public_id": draft.public_id, **more})


def test_unknown_names_come_first_with_proposals_to_take(extra, as_role, county_a):
    Carrier.objects.filter(pk=extra.open_carrier.pk).update(written="县农业农村委局")
    page = as_role("county_office").get(at("units", extra.draft)).content.decode()
    assert page.index("县农业农村委局") < page.index("整顿后进村党组织")
    assert "采用“县农业农村局”" in page
    address = at("carrier", extra.draft, carrier_id=extra.open_carrier.public_id)
    form = {"target": str(county_a.units.farming.public_id), "role": "responsible", "everywhere": "on"}
    assert as_role("county_office").post(address, form).status_code == 302
    assert Carrier.objects.get(pk=extra.open_carrier.pk).unit == county_a.units.farming


def test_all_of_the_same_name_are_resolved_at_once(extra, office, county_a):
    phase = extra.draft.phases.get()
    others = [
        Carrier.objects.create(task=extra.draft_tasks[1], written="“县某某局”", role="support", order=5),
        Carrier.objects.create(phase=phase, written="县某某局", role="responsible", order=5),
    ]
    other_campaign = Carrier.objects.create(task=extra.tasks[0], written="县某某局", role="responsible", order=9)
    changed = services.resolve_carrier(
        carrier=extra.open_carrier, target=county_a.units.finance, role="lead", everywhere=True, by=office
    )
    assert changed == 3
    rows = [Carrier.objects.get(pk=row.pk) for row in (extra.open_carrier, *others)]
    assert {row.unit for row in rows} == {county_a.units.finance}
    assert [row.role for row in rows] == ["lead", "support", "responsible"]
    assert Carrier.objects.get(pk=other_campaign.pk).unit is None
    assert AuditEntry.objects.filter(action="carrier.resolve").count() == 1


def test_choosing_another_group_takes_its_exemptions_away(extra, office, county_a):
    services.resolve_carrier(
        carrier=extra.draft_carrier, target=county_a.units.farming, role="support", everywhere=False, by=office
    )
    assert not CarrierExemption.objects.filter(carrier=extra.draft_carrier).exists()


def test_saving_the_role_alone_keeps_exemptions(extra, office):
    services.resolve_carrier(
        carrier=extra.draft_carrier, target=extra.draft_carrier.group, role="support", everywhere=True, by=office
    )
    assert CarrierExemption.objects.filter(carrier=extra.draft_carrier).count() == 1


def test_a_carrier_for_a_whole_action_passes_over_tasks_that_have_it(extra, office, county_a):
    extra.draft_tasks[1].carriers.all().delete()
    target = county_a.units.finance  # the first task of the action has it
    assert services.add_to_action(action=extra.draft_action, target=target, role="support", by=office) == 1
    assert [task.carriers.filter(unit=target).count() for task in extra.draft_tasks] == [1, 1, 0]
    with pytest.raises(ValidationError, match="都已经有"):
        services.add_to_action(action=extra.draft_action, target=target, role="support", by=office)


def test_the_order_can_be_changed_up_to_its_ends(extra, office):
    place = extra.draft_tasks[0]
    before = list(place.carriers.order_by("order", "id"))
    assert services.move_carrier(carrier=before[1], up=True, by=office)
    assert list(place.carriers.order_by("order", "id")) == [before[1], before[0], *before[2:]]
    assert not services.move_carrier(carrier=before[1], up=True, by=office)
    assert not services.move_carrier(carrier=before[-1], up=False, by=office)


def test_exempting_through_the_page_and_taking_it_back(extra, as_role, county_a):
    browser = as_role("county_office")
    address = at("carrier-opened", extra.draft, carrier_id=extra.draft_carrier.public_id)
    form = {"units": [str(county_a.units.stone.public_id)], "reason": "没有后进村"}
    assert browser.post(address, form).status_code == 302
    assert "免除，理由：没有后进村" in browser.get(address).content.decode()
    row = CarrierExemption.objects.get(carrier=extra.draft_carrier, unit=county_a.units.stone)
    browser.post(at("carrier-unexempt", extra.draft, exemption_id=row.public_id))
    assert not CarrierExemption.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("carrier", {}, "单位或单位组"),
        ("carrier", {"target": "nonsense", "role": "lead"}, "单位或单位组"),
        ("carrier", {"target": "1", "role": "lead"}, "单位或单位组"),
        ("carrier", {"role": "chief"}, "角色"),
        ("carrier-opened", {"units": [], "reason": "有理由"}, "免除哪些单位"),
        ("carrier-opened", {"units": ["nonsense"], "reason": "有理由"}, "免除哪些单位"),
        ("carrier-opened", {"reason": "   "}, "免除的理由"),
        ("carrier-opened", {"reason": "长" * 201}, "免除的理由"),
    ],
)
def test_bad_input_is_said_beside_its_field(name, form, words, extra, as_role):
    address = at(name, extra.draft, carrier_id=extra.draft_carrier.public_id)
    response = as_role("county_office").post(address, form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Carrier.objects.get(pk=extra.draft_carrier.pk).group is not None


def test_a_unit_that_is_there_is_not_added_twice(extra, as_role, county_a):
    address = at("carrier-add", extra.draft, place="task", place_id=extra.draft_tasks[0].public_id)
    form = {"target": str(county_a.units.finance.public_id), "role": "lead"}
    response = as_role("county_office").post(address, form)
    assert response.status_code == 422
    assert "已经在里面了" in response.content.decode()


@pytest.mark.parametrize("place", ["campaign", "tasks", "plan"])
def test_a_carrier_stands_only_where_carriers_stand(place, extra, as_role):
    address = at("carrier-add", extra.draft, place=place, place_id=extra.draft_tasks[0].public_id)
    assert as_role("county_office").get(address).status_code == 404


def test_a_carrier_of_another_campaign_is_not_found_under_this_one(extra, as_role):
    foreign = Carrier.objects.filter(task=extra.tasks[0]).first()
    address = at("carrier", extra.draft, carrier_id=foreign.public_id)
    assert as_role("county_office").get(address).status_code == 404


def test_first_is_lead_shows_its_effect_and_can_be_switched_off(extra, as_role):
    Carrier.objects.filter(task=extra.draft_tasks[0], role="lead").update(role="responsible")
    browser, address = as_role("county_office"), at("units", extra.draft)
    assert "首列</span>" in browser.get(address).content.decode()
    extra.draft.first_is_lead = False
    extra.draft.save()
    assert "首列</span>" not in browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "on", "there"),
    [
        ("2026-05-01", None, "2026-04-30", False), ("2026-05-01", None, "2026-05-01", True),
        ("2020-01-01", "2026-04-30", "2026-04-30", True), ("2020-01-01", "2026-04-30", "2026-05-01", False),
    ],
)  # fmt: skip
def test_groups_open_for_the_chosen_day(valid_from, valid_to, on, there, extra, county_a):
    new = Unit.objects.create(
        kind=UnitKind.TOWNSHIP, code=f"{county_a.county.code}109000", name="新岭镇", parent=county_a.units.root,
        path=f"{county_a.units.root.path}109/", valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    shares = open_carriers(campaign=extra.draft, on=datetime.date.fromisoformat(on))
    assert (new in {share.unit for share in shares}) is there


def test_a_published_campaign_is_not_changed_by_an_old_tab(extra, office, as_role, county_a):
    carrier = Carrier.objects.filter(task=extra.tasks[0]).first()
    with pytest.raises(ValidationError, match="走变更"):
        services.remove_carrier(carrier=carrier, by=office)
    response = as_role("county_office").post(at("carrier-remove", extra.campaign, carrier_id=carrier.public_id))
    assert response.status_code == 302
    assert response["Location"] == f"/c/{extra.campaign.slug}/tasks/"
    assert Carrier.objects.filter(pk=carrier.pk).exists()


TOWN_PLAN = """石桥镇“清洁村庄”活动实施方案

一、重点任务

（一）清洁行动

1.清理河道。6月底前完成。（责任单位：渡口村、岭上村党支部、县财政局）

2.清理房前屋后。每月一次。（责任单位：各村）
"""


@pytest.fixture
def town_draft(county_a):
    UnitGroup.objects.create(name="各村", rule_kind=UnitKind.VILLAGE)
    lead = county_a.accounts["township_lead"]
    reading = plan_as_json(read_plan(TOWN_PLAN))
    plan = plans.take_in(reading=reading, owner=county_a.units.stone, file_name="方案.txt", by=lead)
    return drafting.draft_campaign(plan=plan, by=lead, on=ON)


def test_a_township_opens_its_own_villages_only(town_draft, county_a):
    shares = open_carriers(campaign=town_draft, on=ON)
    names = [{share.unit.name for share in shares if share.task.title.startswith(t)} for t in ("清理河道", "清理房前")]
    assert names == [{"渡口村", "岭上村", "县财政局"}, {"渡口村", "岭上村"}]


def test_a_township_is_offered_its_villages_first_and_no_other_township(town_draft, as_role, county_a):
    carrier = Carrier.objects.filter(task__campaign=town_draft).first()
    page = as_role("township_lead").get(at("carrier", town_draft, carrier_id=carrier.public_id)).content.decode()
    assert page.index("渡口村</option>") < page.index("各村</option>") < page.index("县财政局</option>")
    assert "枫林乡</option>" not in page
    assert "泉眼村" not in page
    form = {"target": str(county_a.units.spring.public_id), "role": "lead"}
    response = as_role("township_lead").post(at("carrier", town_draft, carrier_id=carrier.public_id), form)
    assert response.status_code == 422
    with pytest.raises(ValidationError, match="不在本乡镇"):
        services.add_carrier(
            place=carrier.task, target=county_a.units.maple, role="lead", by=county_a.accounts["township_lead"]
        )


def test_a_unit_merged_meanwhile_is_shown_with_who_carries_it_on(extra, as_role, county_a):
    units.merge_unit(
        unit=county_a.units.finance, into=county_a.units.farming, by=county_a.accounts["county_admin"],
        on=datetime.date(2026, 2, 1),
    )  # fmt: skip
    assert "由“县农业农村局”承接" in as_role("county_office").get(at("units", extra.draft)).content.decode()


def test_the_tasks_step_names_unknown_units_and_goes_on_there(extra, as_role, county_a, inside_a):
    browser, start = as_role("county_office"), f"/c/new/{extra.draft.public_id}/"
    with inside_a():
        Carrier.objects.filter(pk=extra.open_carrier.pk).update(written="县财局")
    page = browser.get(f"{start}tasks/").content.decode()
    assert "“县财局”不在单位名录里" in page
    assert f"{start}units/{extra.open_carrier.public_id}/" in page
    form = {"from": "tasks", "target": county_a.units.finance.public_id, "role": "responsible", "everywhere": "on"}
    answer = browser.post(f"{start}units/{extra.open_carrier.public_id}/", form)
    assert answer["Location"] == f"{start}tasks/#unknown"
    assert "不在单位名录里" not in browser.get(answer["Location"]).content.decode()


def test_an_office_of_the_township_is_proposed_to_be_the_township(town_draft, as_role, county_a):
    carrier = Carrier.objects.filter(task__campaign=town_draft).first()
    Carrier.objects.filter(pk=carrier.pk).update(unit=None, group=None, written="镇党建办")
    page = as_role("township_lead").get(at("units", town_draft)).content.decode()
    assert f"采用“{county_a.units.stone.name}”" in page
