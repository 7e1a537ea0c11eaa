"""What a register answers when a campaign asks it for a figure: here, below both, so that neither imports the other."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Figure(NamedTuple):
    """A figure of one unit. A share has `whole` (of how many); `words` say where the figure comes from; `day` is the
    day it stands for."""

    value: Decimal | None
    whole: Decimal | None = None
    words: str = ""
    day: date | None = None
