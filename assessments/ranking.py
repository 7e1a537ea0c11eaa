"""Ranking in like groups: competition rank (1, 2, 2, 4), a written rule for ties, grades, movement since last year.

Equal totals are decided by the scores of the scheme's tie actions, one after the other; who is still equal shares the
rank. A vetoed unit keeps its rank, only its grade is held. A unit that still awaits a figure has no rank yet.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.explained import Result
from assessments.gaps import Gap, gap_to
from assessments.grades import Candidate, Graded, grade_group
from assessments.scheme import Scheme


@dataclass(frozen=True)
class LastPlace:
    """Where the unit stood a year ago."""

    group: str
    rank: int


@dataclass(frozen=True)
class Contestant:
    """A unit in its group. `order` is its place in the register; it orders rows of the same rank and decides nothing."""

    result: Result
    group: str
    order: int = 0
    last: LastPlace | None = None


@dataclass(frozen=True)
class Row:
    """`rank` and `graded` are None while something is awaited. `shared` counts the units of this rank. `decided_by` is the
    action that put the unit apart from others of the same total. `movement` is up for more than 0, None without a
    place in the same group last year. `gap` is what the next better rank takes, None for the first and where it was
    not asked for."""

    contestant: Contestant
    rank: int | None
    shared: int = 1
    decided_by: str | None = None
    graded: Graded | None = None
    movement: int | None = None
    gap: Gap | None = None


@dataclass(frozen=True)
class Group:
    """Rows in the order of the page: by rank, then those still awaited."""

    name: str
    rows: tuple[Row, ...]


def rank_groups(
    scheme: Scheme,
    contestants: Iterable[Contestant],
    groups: Sequence[str] = (),
    *,
    gaps_of: Collection[str] | None = None,
) -> tuple[Group, ...]:
    """One ranking a group. `groups` gives their order and names empty ones; others follow by name. `gaps_of`: units whose
    gap is wanted; all by default."""
    members: dict[str, list[Contestant]] = {name: [] for name in groups}
    for one in contestants:
        members.setdefault(one.group, []).append(one)
    names = [*groups, *sorted(name for name in members if name not in groups)]
    return tuple(Group(name, rank_group(scheme, members[name], gaps_of=gaps_of)) for name in names)


def standing(scheme: Scheme, result: Result) -> tuple[Decimal, ...]:
    """What the rank is decided by: the total, then the scores of the tie actions."""
    total = result.total if result.total is not None else result.net
    return (total, *(result.action(key) for key in scheme.ties))


def rank_group(
    scheme: Scheme, contestants: Sequence[Contestant], *, gaps_of: Collection[str] | None = None
) -> tuple[Row, ...]:
    ordered = sorted(contestants, key=lambda one: (one.order, one.result.unit))
    known = [one for one in ordered if one.result.total is not None]
    known.sort(key=lambda one: standing(scheme, one.result), reverse=True)
    standings = [standing(scheme, one.result) for one in known]
    ranks = [standings.index(one) + 1 for one in standings]
    graded = grade_group(
        [
            Candidate(one.result.unit, rank, place[0], one.result.ceiling)
            for one, rank, place in zip(known, ranks, standings, strict=True)
        ],
        scheme.grades,
        size=len(ordered),
        rounding=scheme.quota_rounding,
    )
    rows = [
        Row(
            contestant=one,
            rank=rank,
            shared=ranks.count(rank),
            decided_by=_decided_by(scheme, place, standings),
            graded=graded.get(one.result.unit),
            movement=one.last.rank - rank if one.last is not None and one.last.group == one.group else None,
            gap=gap_to(scheme, one.result, standings[rank - 2], ranks[rank - 2])
            if rank > 1 and (gaps_of is None or one.result.unit in gaps_of)
            else None,
        )
        for one, rank, place in zip(known, ranks, standings, strict=True)
    ]
    return (*rows, *(Row(one, None) for one in ordered if one.result.total is None))


def _decided_by(scheme: Scheme, place: tuple[Decimal, ...], standings: Sequence[tuple[Decimal, ...]]) -> str | None:
    """The last action that was needed to part the unit from those with its total."""
    rivals = [other for other in standings if other[0] == place[0] and other != place]
    if not rivals:
        return None
    depth = max(next(i for i, (a, b) in enumerate(zip(place, other, strict=True)) if a != b) for other in rivals)
    return scheme.ties[depth - 1]
