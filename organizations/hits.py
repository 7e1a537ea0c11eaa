"""What a search source answers, and how a hit is found, ranked and shown: the same on every floor.

A source is a function `(account, text, on) -> list[HitGroup]`, named by its dotted path in `settings.SEARCH_SOURCES`.
`text` has been through `tidy`.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.utils.functional import Promise

from organizations.pinyin import match_span

LONGEST = 60  # characters of a query
SHOWN = 10  # hits of a group
EXCERPT = 80  # characters of a sentence around the match

Parts = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """One line: `title` leads to `url`; `note` says where it belongs; `excerpt` is the sentence that matched."""

    title: Parts
    url: str
    note: str = ""
    excerpt: Parts = field(default_factory=list)


@dataclass(frozen=True)
class HitGroup:
    """The best hits of a kind; `total` counts all of them, and `all_url` leads to the list where they are filtered."""

    title: str | Promise
    hits: list[Hit]
    total: int
    all_url: str = ""


def tidy(text: str) -> str:
    """What was typed, as it is searched: no NUL (PostgreSQL refuses it), single spaces, at most LONGEST characters."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST].strip()


def matching(text: str, name: str) -> Q:
    """In the name, or in its pinyin and initials. The lookups escape % and _."""
    return Q(**{f"{name}__icontains": text}) | Q(search_keys__icontains=text)


def best_first(rows: QuerySet, text: str, *, name: str, exact: tuple[str, ...] = (), then: tuple[str, ...]) -> QuerySet:
    """Exact, at the start of the name, the whole pinyin or initials, at their start, anywhere."""
    same = Q()
    for column in (name, *exact):
        same |= Q(**{f"{column}__iexact": text})
    rank = Case(
        When(same, then=Value(0)),
        When(Q(**{f"{name}__istartswith": text}), then=Value(1)),
        When(Q(search_keys__icontains=f" {text} ") | Q(search_keys__iendswith=f" {text}"), then=Value(2)),
        When(Q(search_keys__icontains=f" {text}"), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return rows.alias(rank=rank).order_by("rank", *then)


def shown(ranked: QuerySet) -> tuple[list, int]:
    """The first rows and how many there are in all, in one query."""
    rows = list(ranked.annotate(hit_total=Window(Count("*")))[:SHOWN])
    return rows, rows[0].hit_total if rows else 0


def marked(words: str, text: str) -> Parts:
    """The words cut where they match, (piece, is the match): literally, else by pinyin or initials, else in one piece."""
    found = [(m.start(), m.end()) for m in re.finditer(re.escape(text), words, flags=re.IGNORECASE)] if text else []
    if not found and (span := match_span(words, text)):
        found = [span]
    parts, place = [], 0
    for start, end in found:
        parts += [(words[place:start], False), (words[start:end], True)]
        place = end
    return [part for part in [*parts, (words[place:], False)] if part[0]]


def sentence(words: str, text: str, *, beside: str = "") -> Parts:
    """The sentence in which the text stands, cut to EXCERPT characters around it. Nothing when it stands nowhere, or in
    the title `beside` it already."""
    if text.lower() in beside.lower():
        return []
    found = re.search(re.escape(text), words, flags=re.IGNORECASE) if text else None
    if found is None:
        return []
    start = max(words.rfind(end, 0, found.start()) for end in "。！？；\n") + 1
    ends = [place for end in "。！？；\n" if (place := words.find(end, found.end())) >= 0]
    end = min(ends, default=len(words) - 1) + 1
    first, last = max(start, found.start() - EXCERPT // 2), min(end, found.end() + EXCERPT // 2)
    cut = words[first:last].strip()
    return marked(f"{'…' if first > start else ''}{cut}{'…' if last < end else ''}", text)
