"""The measurement of the reminder scan still runs; how fast it is, the bench says."""

import pytest

from tests.performance import bench_reminder_scan


@pytest.mark.django_db
def test_the_bench_runs_on_a_small_county():
    found = bench_reminder_scan.run(open_duties=2000)
    assert found["n"] == 2000
    assert found["queries"] < 50
