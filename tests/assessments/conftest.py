"""Who acts, an assessment that begins, and the addresses of the sample's pages."""

import datetime

import pytest
from django.urls import reverse

from assessments.services import assessments
from tests.assessments.steps import acting
from tests.days import COUNTED


@pytest.fixture
def office(county_a, inside_a):
    with inside_a():
        return acting(county_a, "county_office")


@pytest.fixture
def leader(county_a, inside_a):
    with inside_a():
        return acting(county_a, "county_leader")


@pytest.fixture
def assessment(county_a, inside_a, office):
    with inside_a():
        return assessments.create(
            campaign=county_a.extra.campaign, year=COUNTED.year + 1, level="township", name="岚溪县年度考核", starts_on=datetime.date(COUNTED.year, 1, 1),
            ends_on=datetime.date(COUNTED.year, 12, 31), groups=[], by=office,
        )  # fmt: skip


@pytest.fixture
def pages(county_a):
    """`pages("scheme")` is the address of that page of the sample's assessment."""
    return lambda name, **more: reverse(
        f"assessments:{name}", kwargs={"public_id": county_a.extra.assessment.public_id, **more}
    )
