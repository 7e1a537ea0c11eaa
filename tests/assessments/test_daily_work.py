"""What daily work left stands beside what people mark, and is asked of nobody again."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.frozen import thawed
from assessments.related import related_tasks
from assessments.scheme import Item, Manual, Scheme
from assessments.services import schemes
from campaigns.models import Duty, FilingEvidence, FilingItem
from organizations.models import Evidence
from tests.assessments.steps import in_force, run_again


@pytest.fixture
def marked(assessment, inside_a, office):
    """An item that is marked by hand stands under the action of the first task; in force and computed."""
    with inside_a():
        draft = assessment.draft
        scheme = thawed(draft.body)
        head = scheme.base[0]
        half = replace(head.items[0], points=head.items[0].points - 1)
        feel = Item("feel", "群众评价", Decimal(1), Manual(("走访群众",)))
        head = replace(head, items=(half, *head.items[1:], feel))
        draft = schemes.save_draft(
            draft=draft, scheme=replace(scheme, base=(head, *scheme.base[1:])), sources={**draft.sources, "feel": {}},
            version=draft.version, by=office,
        )  # fmt: skip
        assessment.draft.refresh_from_db()
        in_force(assessment, office)
        run_again(assessment, office)
    return assessment


@pytest.fixture
def proof(county_a, inside_a):
    """A file that 石桥镇 handed in with its first task."""
    with inside_a():
        item = FilingItem.objects.filter(duty__unit=county_a.units.stone, duty__assignment__task__number=1)
        item = item.exclude(filing__state="draft").order_by("-duty__due_on").first()
        assert item is not None
        kept = Evidence.objects.filter(unit=county_a.units.stone).first()
        FilingItem.objects.filter(pk=item.pk).update(words="已走访四十户")
        FilingEvidence.objects.filter(evidence=kept).delete()
        FilingEvidence.objects.create(item=item, evidence=kept)
        return kept


def test_the_assessor_finds_progress_and_files_beside_the_marks_and_opens_them(county_a, as_role, marked, proof):
    assessor, stone = as_role("assessor"), county_a.units.stone
    sheet = assessor.get(reverse("assessments:marks", args=[marked.public_id]), {"item": "feel"}).content.decode()
    address = f"{reverse('assessments:daily-work', args=[marked.public_id, stone.public_id])}?item=feel"
    assert f'<a href="{address}">1 份' in sheet
    page = assessor.get(address).content.decode()
    near, _sign, rest = page.partition("其他任务")
    assert "同一行动的任务" in near
    assert "已走访四十户" in near
    file = reverse("organizations:evidence-file", args=[proof.public_id])
    assert file in near
    assert file not in rest
    assert assessor.get(file).status_code == 200
    assert f"/c/{county_a.extra.campaign.slug}/" not in page, "an assessor has no page of the campaign to go to"
    assert f"/c/{county_a.extra.campaign.slug}/" in as_role("county_office").get(address).content.decode()


def test_who_marks_only_sees_what_was_submitted_within_the_days(county_a, as_role, marked, proof, inside_a):
    address = reverse("assessments:daily-work", args=[marked.public_id, county_a.units.stone.public_id])
    with inside_a():
        item = FilingEvidence.objects.get(evidence=proof).item
        Duty.objects.filter(pk=item.duty_id).update(due_on=marked.starts_on - datetime.timedelta(days=1))
    page = as_role("assessor").get(address).content.decode()
    assert "已走访四十户" not in page
    assert str(proof.public_id) not in page
    with inside_a():
        Duty.objects.filter(pk=item.duty_id).update(due_on=marked.starts_on)
        type(item.filing).objects.filter(pk=item.filing_id).update(state="draft")
    assert "已走访四十户" not in as_role("assessor").get(address).content.decode()


def test_the_result_shows_the_files_below_an_item_marked_by_hand(county_a, as_role, marked, proof):
    page = reverse("assessments:result-unit", args=[marked.public_id, county_a.units.stone.public_id])
    words = as_role("county_office").get(page, {"item": "feel"}).content.decode()
    assert str(proof.public_id) in words


def test_a_unit_that_is_not_assessed_has_no_such_page(county_a, as_role, marked):
    for unit in (county_a.units.ford, county_a.units.root):
        address = reverse("assessments:daily-work", args=[marked.public_id, unit.public_id])
        assert as_role("assessor").get(address).status_code == 404


@given(st.lists(st.lists(st.integers(1, 99), max_size=4), min_size=1, max_size=4), st.data())
def test_related_are_the_tasks_of_the_same_action_and_no_others(actions, data):
    heads, sources = [], {}
    for place, numbers in enumerate(actions):
        leaves = [Item(f"a{place}.{n}", "", Decimal(1)) for n in range(len(numbers))]
        sources |= {f"a{place}.{n}": {"kind": "task", "task": number} for n, number in enumerate(numbers)}
        heads.append(Item(f"a{place}", "", Decimal(9), items=(*leaves, Item(f"hand{place}", "", Decimal(1), Manual()))))
    scheme = Scheme("考核", "1", base=tuple(heads), bonus=(Item("praise", "", Decimal(1), Manual()),))
    chosen = data.draw(st.integers(0, len(actions) - 1))
    assert related_tasks(scheme, sources, f"hand{chosen}") == set(actions[chosen])
    assert related_tasks(scheme, sources, "praise") == related_tasks(scheme, sources, "nowhere") == frozenset()
