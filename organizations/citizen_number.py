"""Citizen numbers (公民身份号码, GB 11643-1999): 17 figures and a check character."""

import datetime
import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def is_citizen_number(text: str, *, on: datetime.date) -> bool:
    """Eighteen places, a birth date that exists and is not after `on`, and the right check character."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", text):
        return False
    try:
        born = datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(figure) * weight for figure, weight in zip(text[:17], WEIGHTS, strict=True))
    return datetime.date(1900, 1, 1) <= born <= on and CHECKS[total % 11] == text[17]
