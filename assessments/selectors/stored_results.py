"""One unit among the others of a finished run. The unit is scored again from its frozen inputs, with every sum; of the others
the stored scores are enough to say who stands before it, so a page of one village does not score six hundred."""

from collections import defaultdict
from decimal import Decimal

from assessments.explained import Explained, Result, State, Step
from assessments.frozen import thawed
from assessments.models import RollupInput, RollupRun, ScoreLine, UnitResult
from assessments.ranking import Contestant, Row, rank_groups
from assessments.scheme import Scheme
from assessments.scoring import score_unit
from assessments.services.rollup import last_places

ZERO = Decimal(0)


def placed_among(run: RollupRun, unit_id: int) -> tuple[Row, RollupInput]:
    """The unit's row with what it lacks to the next place, and what it was worked out from. Five queries at any size."""
    scheme: Scheme = thawed(run.scheme.body)
    source = RollupInput.objects.select_related("unit").get(run=run, unit=unit_id)
    own = score_unit(scheme, thawed(source.body))
    last = last_places(run)
    heads = _heads(run, scheme)
    orders = dict(RollupInput.objects.filter(run=run).values_list("unit", "order"))
    contestants = [
        Contestant(
            own if row.unit_id == unit_id else _stored(scheme, row, heads[row.unit_id]), row.group, orders[row.unit_id], last.get(row.unit_id)
        )
        for row in UnitResult.objects.filter(run=run).order_by("group_order", "pk")
    ]  # fmt: skip
    groups = rank_groups(scheme, contestants, gaps_of={own.unit})
    return next(row for group in groups for row in group.rows if row.contestant.result is own), source


def _heads(run: RollupRun, scheme: Scheme) -> dict[int, tuple[Explained, ...]]:
    """By unit its actions with their scores: what ties are decided by."""
    heads: dict[int, list[Explained]] = defaultdict(list)
    for line in ScoreLine.objects.filter(run=run, side="base", depth=1, key__in=scheme.ties):
        heads[line.unit_id].append(Explained(line.key, "", line.full, line.points, line.score, State(line.state)))
    return defaultdict(tuple, {unit: tuple(parts) for unit, parts in heads.items()})


def _stored(scheme: Scheme, row: UnitResult, heads: tuple[Explained, ...]) -> Result:
    def side(key: str, score: Decimal | None, parts: tuple[Explained, ...] = ()) -> Explained:
        return Explained(key, "", ZERO, ZERO, score, State.SCORED, parts=parts)

    return Result(
        unit=f"#{row.unit_id}", version=scheme.version, base=side("base", row.base, heads), bonus=side("bonus", row.bonus),
        deduction=side("deduction", row.deduction), step=Step("stored"), net=row.total if row.total is not None else ZERO,
        total=row.total, ceiling=row.ceiling or None,
    )  # fmt: skip
