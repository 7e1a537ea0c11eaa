"""The word that stands for a campaign in addresses."""

import re
import unicodedata

from pypinyin import lazy_pinyin


def slug_for(name: str, year: int, taken: set[str]) -> str:
    """Initials of the name and the year: 2026年“抓党建、促振兴”活动 → zdjczx-2026. Numbered when taken."""
    plain = re.sub(r"\d+年?", "", unicodedata.normalize("NFKC", name))
    quoted = re.search(r"[“\"”](.+?)[”\"“]", plain)
    letters = "".join(
        part[:1]
        for part in lazy_pinyin(quoted.group(1) if quoted else plain)
        if part[:1].isascii() and part[:1].isalpha()
    )
    start = f"{letters[:12].lower() or 'campaign'}-{year}"
    slug, number = start, 2
    while slug in taken:
        slug, number = f"{start}-{number}", number + 1
    return slug
