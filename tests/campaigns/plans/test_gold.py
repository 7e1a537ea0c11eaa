"""The real plans beside the repository, where they are present: F1 against hand-made readings."""

import importlib.util
import json
from pathlib import Path

import pytest

from campaigns.plans import plan_as_json, read_plan

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
FLOORS = {
    "tasks": 0.98,
    "units": 0.97,
    "roles": 0.95,
    "phases": 1.0,
    "deadlines": 0.90,
    "cadences": 0.90,
    "targets": 0.90,
}

pytestmark = pytest.mark.skipif(not (SHARED / "plans" / "gold").is_dir(), reason="the real plans are not here")


def seed(number):
    return read_plan(next((SHARED / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def totals():
    specification = importlib.util.spec_from_file_location("score_plans", SHARED / "tools" / "score_plans.py")
    scorer = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(scorer)
    tally = scorer.Counter()
    for gold in sorted((SHARED / "plans" / "gold").glob("*.json")):
        text = (SHARED / "plans" / "texts" / f"{gold.stem}.txt").read_text(encoding="utf-8")
        tally += scorer.score(json.loads(gold.read_text(encoding="utf-8")), plan_as_json(read_plan(text)))
    return {facet: scorer.f1(tally, facet) for facet in FLOORS}


@pytest.mark.parametrize("facet", FLOORS)
def test_f1(totals, facet):
    assert totals[facet] >= FLOORS[facet]


def test_the_county_plan():
    plan = seed("000")
    assert (len(plan.actions), len(plan.tasks), sum(len(task.units) for task in plan.tasks)) == (5, 18, 75)
    kinds = [question.kind for question in plan.questions]
    assert kinds.count("placeholder") >= 12
    assert [q.readings for q in plan.questions if q.kind == "year_clash"] == [("2022", "2020")]
    (garbled,) = [q for q in plan.questions if q.kind == "garbled"]
    third = plan.actions[2].place
    assert third.start <= garbled.place.start < third.end


def test_the_township_plan():
    plan = seed("003")
    assert [len(phase.tasks) for phase in plan.phases] == [4, 3, 3]
    assert all(step.deadlines for phase in plan.phases for step in phase.tasks)
    (clash,) = [q for q in plan.questions if q.kind == "contradiction"]
    assert clash.readings == ("11月1日前", "12月1日前")
    assert [q.kind for q in plan.questions].count("no_carrier") == 1


def test_the_speech():
    plan = seed("001")
    assert plan.kind == "speech"
    assert plan.questions[0].kind == "not_a_plan"
    assert plan.tasks
