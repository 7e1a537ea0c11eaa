"""Which tasks' daily work speaks to an item that people mark: those that feed the items beside it. Pure."""

from collections.abc import Mapping
from typing import Any

from assessments.scheme import Scheme


def related_tasks(scheme: Scheme, sources: Mapping[str, Mapping[str, Any]], key: str) -> frozenset[int]:
    """Numbers of the tasks under the same action as the item; empty when no task is nearer to it than any other."""
    for head in scheme.base:
        keys = {item.key for item in head.walk()}
        if key in keys:
            return frozenset(source["task"] for leaf, source in sources.items() if leaf in keys and "task" in source)
    return frozenset()
