"""The measurement of the pages among other counties still runs; how fast they are, the bench says."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.performance import bench_county_vs_country, lights_bench


@pytest.mark.deep
@pytest.mark.django_db
def test_the_bench_runs_with_two_small_counties():
    found = bench_county_vs_country.run(counties=2, townships=2, tasks=4)
    assert found["n"] == 2
    assert set(found["pages"]) == {"list", "overview", "lights", "filings", "inbox"}
    assert found["queries"] < 150


@pytest.mark.django_db
def test_the_overview_of_a_real_county_is_light(both):
    """A6. 17 townships by 18 tasks: few queries and a small page."""
    browser, slug = lights_bench._county()
    address = f"/c/{slug}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(address).content
    reads = [query["sql"] for query in queries.captured_queries if ' FROM "' in query["sql"]]
    assert len(reads) <= 25, "besides the savepoints and the county's setting"
    assert len(gzip.compress(page)) <= 60 * 1024
