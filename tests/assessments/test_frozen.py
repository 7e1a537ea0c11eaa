"""What was frozen comes back as it was and gives the same result; equal inputs have one hash."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from assessments.answers import Figure, Service, VetoHit
from assessments.frozen import CHOICES, VALUES, frozen, hash_of, thawed
from assessments.scheme import Missing, QuotaRounding
from assessments.scoring import score_unit
from tests.assessments.score_sample import SCHEME, cases, unit

D = Decimal


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_frozen_year_recomputes_to_the_same(case):
    scheme, answers = thawed(json.loads(json.dumps(frozen(case))))
    assert (scheme, answers) == case
    assert score_unit(scheme, answers) == score_unit(*case)
    assert hash_of(scheme, answers) == hash_of(*case)


def test_the_sample_with_everything_in_it():
    answers = replace(unit(), service=Service(181, 365), vetoes=(VetoHit("graft", "已立案", ("paper-1",)),))
    scheme = replace(SCHEME, quota_rounding=QuotaRounding.UP)
    assert thawed(frozen((scheme, answers))) == (scheme, answers)
    seen = json.dumps(frozen((scheme, answers)))
    assert {name for name in {**VALUES, **CHOICES} if f'"{name}"' in seen} >= {
        "Scheme",
        "Bands",
        "Mark",
        "Missing",
        "QuotaRounding",
        "VetoHit",
    }
    assert thawed(frozen(Missing.LEFT_OUT)) is Missing.LEFT_OUT


def test_the_hash_is_of_the_values_and_not_of_how_they_were_written():
    one = hash_of(SCHEME, unit(income=Figure(D("0.50"))))
    assert hash_of(SCHEME, unit(income=Figure(D("0.5")))) == one
    turned = unit(income=Figure(D("0.5")))
    turned = replace(turned, answers=dict(reversed(turned.answers.items())))
    assert hash_of(SCHEME, turned) == one
    assert hash_of(SCHEME, unit(income=Figure(D("0.51")))) != one
    assert hash_of(replace(SCHEME, version="2"), unit(income=Figure(D("0.5")))) != one
    assert hash_of(SCHEME, unit(income=None)) != hash_of(SCHEME, unit(income=Figure(D(0))))


@pytest.mark.parametrize(
    ("number", "text"), [("8", "8"), ("8.0", "8"), ("100", "100"), ("-0.0", "0"), ("1E+2", "100"), ("0.250", "0.25")]
)
def test_numbers(number, text):
    assert frozen(D(number)) == {"is": "number", "value": text}


@pytest.mark.parametrize("wrong", [{"is": "Account"}, {"value": "1"}, [{"is": "os.system"}]])
def test_only_known_values_are_read(wrong):
    with pytest.raises(ValueError, match="no frozen value"):
        thawed(wrong)


@pytest.mark.parametrize("wrong", [0.5, object(), {"a": {1, 2}}])
def test_what_has_no_exact_text_is_not_frozen(wrong):
    with pytest.raises(ValueError, match="cannot be frozen"):
        frozen(wrong)
