"""Whether a secretary's pay reaches the multiple of rural income that the county promised (product rule D12)."""

from decimal import Decimal
from typing import NamedTuple


class PayCheck(NamedTuple):
    """`floor` in yuan a year; `missing` is what the pay falls short by, None when something is not known."""

    floor: Decimal | None
    missing: Decimal | None

    @property
    def is_enough(self) -> bool | None:
        return None if self.missing is None else self.missing == 0


def check_pay(pay: Decimal | None, *, rural_income: Decimal | int, times: Decimal | int) -> PayCheck:
    """`rural_income`: the county's rural income per head of last year, 0 while nobody has entered it. Exactly the
    multiple is enough."""
    if not rural_income:
        return PayCheck(None, None)
    floor = Decimal(rural_income) * times
    return PayCheck(floor, None if pay is None else max(floor - pay, Decimal(0)))
