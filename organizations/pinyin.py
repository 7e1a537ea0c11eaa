"""Search keys for Chinese names: full pinyin and initials, every reading of a character that is a surname."""

import re

from pypinyin import Style, lazy_pinyin, pinyin

# Surnames whose reading differs from the common one, and place characters that dictionaries get wrong.
SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "曾": "zeng",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "盖": "ge",
    "区": "ou",
    "尉": "wei",
}


def search_keys(*names: str) -> str:
    """The names themselves and their pinyin, space between them: 青石镇 → 青石镇 qingshizhen qsz. At most 400 characters."""
    keys: list[str] = [name.lower() for name in names if name]
    for name in names:
        if not name:
            continue
        first_readings = sorted({reading.lower() for reading in pinyin(name[0], style=Style.NORMAL, heteronym=True)[0]})
        if name[0] in SURNAMES:
            first_readings = list(dict.fromkeys([SURNAMES[name[0]], *first_readings]))
        rest = [reading.lower() for reading in lazy_pinyin(name[1:])]
        for first in first_readings:
            keys.append(first + "".join(rest))
            keys.append(first[:1] + "".join(part[:1] for part in rest))
    return " ".join(dict.fromkeys(keys))[:400]


def sort_key(name: str) -> str:
    """Order of a personal name: pinyin first, as telephone books do."""
    first = SURNAMES.get(name[:1]) or "".join(lazy_pinyin(name[:1]))
    return (first + " " + " ".join(lazy_pinyin(name[1:]))).lower()[:200]


def title_keys(title: str) -> str:
    """Keys of a title: as of a name, from its start and without marks, which nobody types between initials."""
    return search_keys(re.sub(r"[\W_]+", "", title)[:60])


def match_span(name: str, typed: str) -> tuple[int, int] | None:
    """Where in a name the typed pinyin or initials stand: qsz in 青石镇 is (0, 3). Each character in its commonest reading."""
    typed = typed.lower()
    if not typed.isascii() or not typed.isalnum():
        return None
    readings = [reading.lower() for reading in lazy_pinyin(list(name))]
    if name[:1] in SURNAMES:
        readings[0] = SURNAMES[name[0]]
    for start in range(len(readings)):
        full = initials = ""
        for end, reading in enumerate(readings[start:], start + 1):
            if not reading.isalnum():
                continue  # marks count for nothing
            full, initials = full + reading, initials + reading[:1]
            if initials == typed or full.startswith(typed):
                return start, end
            if not typed.startswith(initials) and not typed.startswith(full):
                break
    return None
