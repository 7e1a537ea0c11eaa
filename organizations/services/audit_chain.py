"""Is the trail still what was written? Pure checking: entries and anchors in, findings out, nothing asked or written.

Every entry's hash covers its text and the hash before it, so an edit, a gap, an entry moved or pushed in breaks the
chain. A tail cut off, or written anew with right hashes, breaks no chain; only heads that were put down elsewhere
(anchors) show it. What a database owner appends by the rules after the last anchor cannot be told from the truth.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

NOTHING_BEFORE = "0" * 64
# Columns beside the text, for filters; `append_audit` cuts them to these lengths.
COPIES = {
    "actor": 120,
    "role": 20,
    "unit_label": 80,
    "action": 60,
    "target_type": 60,
    "target_id": 64,
    "target_label": 200,
    "result": 10,
}


class Kind(Enum):
    EDITED = "edited"  # text and hash do not fit
    COPY_EDITED = "copy_edited"  # a filter column says something else than the text
    GAP = "gap"  # numbers are missing
    BROKEN_LINK = "broken_link"  # does not continue the entry before: moved, pushed in or rewritten
    CUT = "cut"  # the trail ends before a head that was anchored
    REWRITTEN = "rewritten"  # another entry stands where a head was anchored


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    account_id: int | None
    copies: dict[str, str]
    payload: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Anchor:
    """A head of the chain, as it was put down outside the database."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Finding:
    kind: Kind
    seq: int


@dataclass(frozen=True)
class Head:
    """How far the trail was read."""

    seq: int = 0
    hash: str = NOTHING_BEFORE


def digest(previous_hash: str, payload: str) -> str:
    return hashlib.sha256((previous_hash + payload).encode()).hexdigest()


def check(entries: Iterable[Entry], anchors: Iterable[Anchor]) -> tuple[Head, list[Finding]]:
    """Read a county's whole trail in order of its numbers. At most one finding of a kind an entry."""
    expected: dict = {}
    findings: list[Finding] = []
    for anchor in anchors:
        if expected.setdefault(anchor.seq, anchor.hash) != anchor.hash:
            findings.append(Finding(Kind.REWRITTEN, anchor.seq))
    head = Head()
    for entry in entries:
        findings += _check_entry(entry, head)
        if entry.seq in expected and expected.pop(entry.seq) != entry.hash:
            findings.append(Finding(Kind.REWRITTEN, entry.seq))
        head = Head(entry.seq, entry.hash)
    findings += [Finding(Kind.CUT, seq) for seq in sorted(expected) if seq > head.seq]
    return head, findings


def _check_entry(entry: Entry, head: Head) -> Iterator[Finding]:
    if entry.seq != head.seq + 1:
        yield Finding(Kind.GAP, entry.seq)
    elif entry.previous_hash != head.hash:
        yield Finding(Kind.BROKEN_LINK, entry.seq)
    if entry.hash != digest(entry.previous_hash, entry.payload):
        yield Finding(Kind.EDITED, entry.seq)
    elif not _copies_fit(entry):
        yield Finding(Kind.COPY_EDITED, entry.seq)


def _copies_fit(entry: Entry) -> bool:
    try:
        text = json.loads(entry.payload)
    except ValueError:
        return False
    if text.get("seq") != entry.seq or text.get("account_id") != entry.account_id:
        return False
    if text.get("at") != entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"):
        return False
    return all((text.get(name) or "")[:length] == entry.copies[name] for name, length in COPIES.items())
