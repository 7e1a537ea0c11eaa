"""Which register a goal's own words ask: "集体经济收入5万元以上的村达到60%" is a share that the income register holds.

Pure. A proposal stands in the draft with the other things to be checked; words that are not certain get none.
"""

import re
import unicodedata
from decimal import Decimal

_INCOME = re.compile(r"集体(?:经济)?(?:经营性)?(?:年)?收入")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)万元?(?:\(含\))?(?:及以上|以上)?")
_VILLAGES = re.compile(r"的?(?:行政)?村")
_LIMITS_ABOVE = re.compile(r"以下|以内|低于|不足|不到|未达到|增长|增加|增幅")
SHARE, COUNT = "villages.income_share", "villages.income_count"


def proposed_source(words: str, unit_word: str) -> tuple[str, dict[str, str]]:
    """Name of the source and what it is asked with; empty when the words do not say it."""
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", words))
    income = _INCOME.search(narrow)
    if income is None or _LIMITS_ABOVE.search(narrow):
        return "", {}
    amounts = {Decimal(amount) for amount in _AMOUNT.findall(narrow[income.end() :])}
    if len(amounts) != 1 or not _VILLAGES.search(narrow):
        return "", {}
    source = SHARE if unit_word in ("%", "％") else COUNT if unit_word in ("个", "村") else ""
    yuan = (amounts.pop() * 10_000).quantize(Decimal(1))
    return (source, {"threshold": f"{yuan:f}"}) if source else ("", {})
