"""The unit tree of an invented county: 12-digit codes as the statistics have them, and a past of renames and mergers."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from organizations.models import UnitEvent, UnitKind
from organizations.samples.names import Names

STARTED = date(2016, 1, 1)
# Official name and, where people say it shorter, that. Organs of any county, in the customary order.
DEPARTMENTS = (
    ("县委办公室", "县委办"), ("县纪委监委", ""), ("县农业农村局", ""), ("县财政局", ""), ("县民政局", ""),
    ("县委宣传部", ""), ("县委统战部", ""), ("县委政法委", ""), ("县委党校", ""), ("县政府办公室", "县政府办"),
    ("县发展和改革局", "县发改局"), ("县教育局", ""), ("县科学技术局", "县科技局"), ("县公安局", ""), ("县司法局", ""),
    ("县人力资源和社会保障局", "县人社局"), ("县自然资源局", ""), ("县住房和城乡建设局", "县住建局"),
    ("县交通运输局", "县交通局"), ("县水利局", ""), ("县商务局", ""), ("县文化和旅游局", "县文旅局"),
    ("县卫生健康局", "县卫健局"), ("县退役军人事务局", ""), ("县应急管理局", "县应急局"), ("县审计局", ""),
    ("县市场监督管理局", "县市场监管局"), ("县医疗保障局", "县医保局"), ("县信访局", ""), ("县林业和草原局", "县林草局"),
    ("县统计局", ""), ("县总工会", ""), ("团县委", ""), ("县妇联", ""), ("县工商联", ""), ("县供销社", ""),
)  # fmt: skip


@dataclass(frozen=True)
class PlannedEvent:
    kind: str
    on: date
    before: dict
    after: dict
    paper: str = ""


@dataclass(frozen=True)
class PlannedUnit:
    """A unit to be written; other units are named by their codes."""

    kind: str
    code: str
    name: str
    parent: str = ""
    order: int = 0
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date = STARTED
    valid_to: date | None = None
    merged_into: str = ""
    events: tuple[PlannedEvent, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Shape:
    """How big a county is."""

    townships: int
    villages: int
    departments: int
    first_secretaries: int
    team_members: int
    with_history: bool = True


def plan_units(*, code: str, county_name: str, shape: Shape, random: Random, names: Names, today: date):
    """All units, parents before children. Every valid village has a code that begins like its township's."""
    mark = names.mark
    root = PlannedUnit(UnitKind.COUNTY, code, county_name)
    office = PlannedUnit(UnitKind.COUNTY_OFFICE, f"{code}-001", f"{mark}县委组织部", code, 1)
    departments = [
        PlannedUnit(
            UnitKind.DEPARTMENT, f"{code}-{number:03d}", mark + name, code, number, mark + short if short else ""
        )
        for number, (name, short) in enumerate(DEPARTMENTS[: shape.departments], 10)
    ]
    townships = _townships(code, shape.townships, names)
    villages = _villages(townships, shape.villages, random, names)
    units = [root, office, *departments, *townships, *villages]
    if shape.with_history:
        units = with_history(units, code=code, names=names, today=today)
    return [_opened(unit) for unit in units]


def _townships(code: str, count: int, names: Names) -> list[PlannedUnit]:
    """Subdistricts 001–, towns 100–, townships 200–, as the statistical codes number them."""
    streets, towns = count // 8, count * 5 // 9
    numbers = [
        *[(number, "街道") for number in range(1, streets + 1)],
        *[(100 + number, "镇") for number in range(towns)],
        *[(200 + number, "乡") for number in range(count - streets - towns)],
    ]
    return [
        PlannedUnit(UnitKind.TOWNSHIP, f"{code}{number:03d}000", names.town() + kind, code, 100 + order)
        for order, (number, kind) in enumerate(numbers)
    ]


def _villages(townships, count: int, random: Random, names: Names) -> list[PlannedUnit]:
    weights = [random.uniform(0.7, 1.5) for _ in townships]
    shares = [max(2, int(count * weight / sum(weights))) for weight in weights]
    while sum(shares) != count:  # rounding is made good in the biggest township or the smallest one
        place = shares.index(max(shares)) if sum(shares) > count else shares.index(min(shares))
        shares[place] += 1 if sum(shares) < count else -1
    villages = []
    for township, share in zip(townships, shares, strict=True):
        communities = share // 2 if township.name.endswith("街道") else share // 12
        for order in range(share):
            is_community = order < communities
            number = 1 + order if is_community else 200 + order - communities
            name = names.village() + ("社区" if is_community else "村")
            villages.append(
                PlannedUnit(UnitKind.VILLAGE, f"{township.code[:9]}{number:03d}", name, township.code, 1 + order)
            )
    return villages


def with_history(units: list[PlannedUnit], *, code: str, names: Names, today: date) -> list[PlannedUnit]:
    """A past as counties have it: an office renamed and later merged, a township that took another one in, a township
    that became a town, two villages of one name, villages merged and renamed."""
    rows = {unit.code: unit for unit in units}
    towns = [unit for unit in units if unit.kind == UnitKind.TOWNSHIP and unit.name.endswith("镇")]
    gone = _office_that_went(rows, code, names.mark, today)
    old_township = _township_that_went(rows, towns[0], code, names)
    _became_a_town(rows, towns[-1])
    merged = _villages_that_went(rows, towns[1], names, today)
    _renamed_village(rows, towns[2], names, today)
    _villages_of_one_name(rows, towns[3], towns[4], names.mark)
    return [*rows.values(), gone, old_township, *merged]


def _children(rows, township: PlannedUnit) -> list[PlannedUnit]:
    return [unit for unit in rows.values() if unit.parent == township.code and unit.name.endswith("村")]


def _office_that_went(rows, code: str, mark: str, today: date) -> PlannedUnit:
    farming = next(unit for unit in rows.values() if unit.name == f"{mark}县农业农村局")
    old, later = f"{mark}县扶贫开发办公室", f"{mark}县乡村振兴局"
    end = date(today.year - 2, 3, 31)
    rows[farming.code] = replace(
        farming,
        aliases=(later, old, f"{mark}县扶贫办"),
        events=(PlannedEvent(UnitEvent.Kind.ABSORBED, end, {}, {"absorbed": later}, "县机构改革方案"),),
    )
    return PlannedUnit(
        UnitKind.DEPARTMENT, f"{code}-090", later, code, 90, aliases=(old, f"{mark}县扶贫办"), valid_to=end,
        merged_into=farming.code,
        events=(
            PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": old}),
            PlannedEvent(UnitEvent.Kind.RENAMED, date(2021, 6, 1), {"name": old}, {"name": later}, "县机构调整通知"),
            PlannedEvent(UnitEvent.Kind.MERGED, end, {"name": later}, {"into": farming.name}, "县机构改革方案"),
        ),
    )  # fmt: skip


def _township_that_went(rows, into: PlannedUnit, code: str, names: Names) -> PlannedUnit:
    old_code, old_name, end = f"{code}290000", names.town() + "乡", date(2019, 12, 31)
    paper = "乡级行政区划调整批复"
    rows[into.code] = replace(
        into,
        aliases=(old_name,),
        events=(PlannedEvent(UnitEvent.Kind.ABSORBED, end, {}, {"absorbed": old_name}, paper),),
    )
    for number, village in enumerate(_children(rows, into)[-4:]):
        old_village_code = f"{old_code[:9]}{200 + number}"
        rows[village.code] = replace(
            village,
            events=(
                PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": village.name, "code": old_village_code}),
                PlannedEvent(UnitEvent.Kind.MOVED, end, {"parent": old_name}, {"parent": into.name}, paper),
                PlannedEvent(UnitEvent.Kind.RECODED, end, {"code": old_village_code}, {"code": village.code}, paper),
            ),
        )
    return PlannedUnit(
        UnitKind.TOWNSHIP, old_code, old_name, code, 190, valid_to=end, merged_into=into.code,
        events=(
            PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": old_name}),
            PlannedEvent(UnitEvent.Kind.MERGED, end, {"name": old_name}, {"into": into.name}, paper),
        ),
    )  # fmt: skip


def _became_a_town(rows, town: PlannedUnit) -> None:
    old = town.name.removesuffix("镇") + "乡"
    on = date(2018, 7, 1)
    rows[town.code] = replace(
        town,
        aliases=(old,),
        events=(
            PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": old}),
            PlannedEvent(UnitEvent.Kind.RENAMED, on, {"name": old}, {"name": town.name}, "撤乡设镇批复"),
        ),
    )


def _villages_that_went(rows, town: PlannedUnit, names: Names, today: date) -> list[PlannedUnit]:
    merged = []
    for number, end in enumerate((date(today.year - 1, 6, 30), date(today.year - 1, 6, 30), date(today.year, 1, 1))):
        into = rows[_children(rows, town)[number].code]
        old_name, old_code = names.village() + "村", f"{town.code[:9]}{390 + number}"
        rows[into.code] = replace(
            into,
            aliases=(old_name,),
            events=(PlannedEvent(UnitEvent.Kind.ABSORBED, end, {}, {"absorbed": old_name}, "并村批复"),),
        )
        merged.append(
            PlannedUnit(
                UnitKind.VILLAGE,
                old_code,
                old_name,
                town.code,
                90 + number,
                valid_to=end,
                merged_into=into.code,
                events=(
                    PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": old_name}),
                    PlannedEvent(UnitEvent.Kind.MERGED, end, {"name": old_name}, {"into": into.name}, "并村批复"),
                ),
            )  # fmt: skip
        )
    return merged


def _renamed_village(rows, town: PlannedUnit, names: Names, today: date) -> None:
    village, old = _children(rows, town)[0], names.village() + "村"
    on = date(today.year - 1, 10, 8)
    rows[village.code] = replace(
        village,
        aliases=(old,),
        events=(
            PlannedEvent(UnitEvent.Kind.OPENED, STARTED, {}, {"name": old}),
            PlannedEvent(UnitEvent.Kind.RENAMED, on, {"name": old}, {"name": village.name}, "村名变更批复"),
        ),
    )


def _villages_of_one_name(rows, one: PlannedUnit, other: PlannedUnit, mark: str) -> None:
    """A name is no key: only the township tells the two apart."""
    for town in (one, other):
        village = _children(rows, town)[1]
        rows[village.code] = replace(village, name=f"{mark}向阳村")


def _opened(unit: PlannedUnit) -> PlannedUnit:
    if any(event.kind == UnitEvent.Kind.OPENED for event in unit.events):
        return unit
    opened = PlannedEvent(UnitEvent.Kind.OPENED, unit.valid_from, {}, {"name": unit.name})
    return replace(unit, events=(opened, *unit.events))
