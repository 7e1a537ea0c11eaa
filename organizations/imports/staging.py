"""Between checked rows and staged rows: what is personal stands sealed while it waits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from organizations.imports.adopting import cell_key
from organizations.imports.columns import Column
from organizations.imports.registers import Checked
from organizations.imports.values import REFUSED
from organizations.models import ImportBatch, ImportRow
from organizations.sealed import mask, seal, unseal

CONTEXT = "organizations_importrow"


def staged(batch: ImportBatch, rows: Sequence[Checked], columns: Sequence[Column]) -> list[ImportRow]:
    sealed = {column.name for column in columns if column.sealed}
    return [
        ImportRow(
            batch=batch,
            number=row.number,
            state=row.state,
            label=(row.target.label if row.target else row.raw.get("name", ""))[:200],
            raw={name: _seal(text) if name in sealed and text else text for name, text in row.raw.items()},
            values={name: _seal(value) if name in sealed and value else value for name, value in row.values.items()},
            messages={name: _message(message, name in sealed) for name, message in row.messages.items()},
            changes={
                name: [_seal(old) if name in sealed and old else old, words]
                for name, (old, words) in row.changes.items()
            },
            target=row.target.public_id if row.target else None,
            version_before=row.target.version if row.target else None,
        )
        for row in rows
    ]


def opened(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a staged row, ready to be written."""
    return {name: _unseal(value) for name, value in values.items()}


def stored_values(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a changed row had before."""
    return {name: _unseal(old) for name, (old, _words) in changes.items()}


def proposals(rows: Iterable[ImportRow], column: str = "") -> dict[str, Any]:
    """The proposals of refused cells by "row:column", as they are stored: a sealed one stays sealed."""
    return {
        cell_key(row.number, name): proposal
        for row in rows
        for name, (level, _reason, proposal) in row.messages.items()
        if level == REFUSED and proposal and column in ("", name)
    }


def shown_raw(raw: Mapping[str, Any]) -> dict[str, str]:
    """The words of a row for the page; a sealed one as its mask."""
    return {name: mask(_unseal(text)) if isinstance(text, dict) else text for name, text in raw.items()}


def shown_message(message: Sequence[Any]) -> tuple[str, str, str]:
    """Level, sentence and proposal of a cell for the page; a sealed proposal as its mask."""
    level, reason, proposal = message
    return level, reason, mask(_unseal(proposal)) if isinstance(proposal, dict) else proposal


def _message(message: tuple[str, str, str], is_sealed: bool) -> list[Any]:
    """A proposal repeats what stood in the cell, so it is as personal as the cell."""
    level, reason, proposal = message
    return [level, reason, _seal(proposal) if is_sealed and proposal else proposal]


def _seal(text: Any) -> dict[str, str]:
    return {"sealed": seal(str(text), context=CONTEXT)}


def _unseal(value: Any) -> Any:
    return unseal(value["sealed"], context=CONTEXT) if isinstance(value, dict) else value
