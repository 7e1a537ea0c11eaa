"""The measurements of the roster still run; how fast it is, the bench says."""

import pytest

from tests.performance import bench_export_roster, bench_import_roster, bench_reimport_roster, bench_village_list

pytestmark = [pytest.mark.django_db, pytest.mark.deep]


@pytest.mark.parametrize("bench", [bench_export_roster, bench_import_roster, bench_reimport_roster])
def test_the_import_benches_run_on_a_small_county(bench):
    found = bench.run(rows=120)
    assert found["n"] == 120
    assert found["queries"] < 100
    assert found["stock_vs_ours"] > 0


def test_the_list_bench_runs():
    # Eleven that read; the others are savepoints and the setting of the county.
    assert bench_village_list.run(villages=60)["queries"] <= 19
