"""Two years of collective income for the sample county: last year's quarters and accounts, and the quarters of this year
that are over. Invented, the same on every day of a quarter, with the faults that real tables have."""

from decimal import Decimal
from random import Random

from organizations.models import County, Unit, UnitKind
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant
from villages.income_rules import ACCOUNTS, QUARTERS
from villages.models import IncomeEntry, IncomeLine
from villages.selectors.income import past_quarters

# Yearly counted income in 万元, from the many to the few.
LEVELS = ((8, 1, 5), (22, 5, 10), (40, 10, 20), (22, 20, 50), (8, 50, 160))
SHARES = {IncomeLine.OPERATING: (20, 60), IncomeLine.CONTRACT: (20, 50), IncomeLine.INVESTMENT: (0, 25)}
# Villages with a fault on purpose, by their place in the county's order.
SILENT_VILLAGE, NO_LAST_QUARTER, TEN_TIMES, BACK_BOOKED, NOTHING, EXACT_LOW, EXACT_HIGH = 7, 19, 31, 43, 57, 71, 83
LOW, HIGH = Decimal(50_000), Decimal(200_000)


def add_income(county: County, plan: CountyPlan) -> None:
    """For the sample county only: the others are there to be measured or not to be seen."""
    if plan.facts.code != SAMPLE.code:
        return
    random = Random(f"income {plan.facts.code}")  # noqa: S311  amounts, not secrets
    year = plan.today.year
    done = QUARTERS[: past_quarters(year, plan.today)]
    with tenant(county.id):
        units = list(Unit.objects.filter(kind=UnitKind.VILLAGE).valid_on(plan.today).order_by("path"))
        rows: list[IncomeEntry] = []
        for place, unit in enumerate(units):
            rows += _village(unit, place, year, done, random)
        IncomeEntry.objects.bulk_create(rows, batch_size=2000)


def _village(unit: Unit, place: int, year: int, done: tuple[int, ...], random: Random) -> list[IncomeEntry]:
    last = _year(unit, year - 1, QUARTERS, _yearly(random), random)
    ahead = _year(
        unit, year, QUARTERS, sum((row.amount for row in last), Decimal(0)) * random.randint(95, 120) / 100, random
    )
    this = [row for row in ahead if row.quarter in done]
    last += _extra(unit, year - 1, QUARTERS, random)
    this += _extra(unit, year, done, random)
    if place == SILENT_VILLAGE:
        return last
    if place == NO_LAST_QUARTER and done:
        this = [row for row in this if row.quarter != done[-1]]
    if place == TEN_TIMES and this:
        this[0].amount *= 10
    if place == BACK_BOOKED and this:
        this[-1].amount = -this[-1].amount
        this[-1].note = "冲回上季多记的收入"
    if place == NOTHING:
        last, this = [], [_row(unit, year, quarter, IncomeLine.OPERATING, Decimal(0)) for quarter in done]
    accounts = _accounts(unit, year - 1, last)
    if place in (EXACT_LOW, EXACT_HIGH):
        accounts = [_row(unit, year - 1, ACCOUNTS, IncomeLine.OPERATING, LOW if place == EXACT_LOW else HIGH)]
        this = this and [_row(unit, year, done[0], IncomeLine.OPERATING, LOW if place == EXACT_LOW else HIGH)]
    return [*last, *accounts, *this]


def _yearly(random: Random) -> Decimal:
    [(_weight, low, high)] = random.choices(LEVELS, weights=[weight for weight, _low, _high in LEVELS])
    return Decimal(random.randint(low * 100, high * 100)) * 100


def _year(unit: Unit, year: int, quarters: tuple[int, ...], total: Decimal, random: Random) -> list[IncomeEntry]:
    weights = {line: random.randint(*span) for line, span in SHARES.items()}
    rows = []
    for quarter in quarters:
        for line, weight in weights.items():
            amount = total * weight / sum(weights.values()) / 4 * random.randint(70, 130) / 100
            if weight and amount >= 100:
                rows.append(_row(unit, year, quarter, line, amount))
    return rows


def _extra(unit: Unit, year: int, quarters: tuple[int, ...], random: Random) -> list[IncomeEntry]:
    """Grants for some, and now and then something that will not come again."""
    rows = []
    for quarter in quarters:
        if random.random() < 0.15:
            rows.append(_row(unit, year, quarter, IncomeLine.SUBSIDY, Decimal(random.randint(1, 20) * 10_000)))
        if random.random() < 0.04:
            one_off = Decimal(random.randint(3, 15) * 1_000)
            row = _row(unit, year, quarter, IncomeLine.OTHER, one_off)
            row.one_off, row.note = row.amount, "处置闲置房屋"
            rows.append(row)
    return rows


def _accounts(unit: Unit, year: int, quarters: list[IncomeEntry]) -> list[IncomeEntry]:
    """The year's accounts, a little above the quarterly reports as they mostly are."""
    sums: dict[str, Decimal] = {}
    for row in quarters:
        sums[row.line] = sums.get(row.line, Decimal(0)) + row.amount
    return [_row(unit, year, ACCOUNTS, line, amount * 102 / 100) for line, amount in sums.items()]


def _row(unit: Unit, year: int, quarter: int, line: str, amount: Decimal) -> IncomeEntry:
    """Books are kept to ten yuan here, so that the sums are easy to check by hand."""
    return IncomeEntry(unit=unit, year=year, quarter=quarter, line=line, amount=amount.quantize(Decimal(10)) + 0)
