"""What the sample county's results must be like; called where the county is filled already."""

from assessments.models import Assessment, RollupProgress, UnitResult
from assessments.selectors.secretary_years import secretary_years
from organizations.models import Unit


def walk() -> None:
    """Call it inside the county: last year's final result and this year's computed one, each township in both; and the
    villages of the campaign that a township runs, with the year of their first secretaries."""
    last, this = Assessment.objects.filter(level="township").order_by("year")
    assert (last.state, this.state) == ("final", "computed")
    towns = Unit.objects.filter(kind="township", valid_to__isnull=True).count()
    for one in (last, this):
        assert UnitResult.objects.filter(run=one.run).count() == towns
    villages = Assessment.objects.get(level="village")
    assert villages.state == "computed"
    assert UnitResult.objects.filter(run=villages.run).count() > 3
    assert any(year.rank == 1 for year in secretary_years(villages))
    assert not RollupProgress.objects.exclude(state="done").exists()
    rows = list(UnitResult.objects.filter(run=this.run).order_by("rank"))
    assert rows[0].rank == 1
    assert all(0 < row.total <= 105 for row in rows if row.total is not None)
    assert any(row.movement for row in rows), "against last year's places"
    assert len({row.total for row in rows}) > towns // 2, "the history of the sample tells the townships apart"
