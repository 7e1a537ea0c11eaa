"""The measurements of the roll-up still run; how fast it is, the bench says."""

import pytest

from tests.performance import bench_rollup_country, bench_rollup_county

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.deep]


def test_the_county_bench_runs_on_a_small_county():
    found = bench_rollup_county.run(townships=3, tasks=3)
    assert found["n"] >= 3
    assert found["queries"] <= 60


def test_the_country_bench_runs_on_two_counties():
    found = bench_rollup_country.run(counties=2, townships=2, tasks=2)
    assert set(found["growth"]) == {1, 2}
