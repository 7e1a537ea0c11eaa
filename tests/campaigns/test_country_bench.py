"""The measurement of the pages among other counties still runs; how fast they are, the bench says."""

import pytest

from tests.performance import bench_county_vs_country


@pytest.mark.django_db
def test_the_bench_runs_with_two_small_counties():
    found = bench_county_vs_country.run(counties=2, townships=2, tasks=4)
    assert found["n"] == 2
    assert set(found["pages"]) == {"list", "overview", "lights", "filings", "inbox"}
    assert found["queries"] < 150
