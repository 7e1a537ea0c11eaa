"""Which unit a merged one lives on in."""

from collections.abc import Iterator

from organizations.models import Unit


def successors(unit: Unit) -> Iterator[Unit]:
    """The unit itself and those it was merged into, one after the other; a circle ends."""
    seen: set[int] = set()
    following: Unit | None = unit
    while following is not None and following.pk not in seen:
        seen.add(following.pk)
        yield following
        following = following.merged_into
