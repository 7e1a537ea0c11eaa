"""A cell as the user sees it in Excel, as far as its kind and format tell."""

from datetime import date, timedelta
from decimal import InvalidOperation

from organizations.imports.sheets import Cell
from organizations.imports.values import number_text


def shown(cell: Cell, date1904: bool = False) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    kind, raw, code = cell[0], cell[1], cell[2]
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    if kind not in ("n", "d"):
        return raw
    try:
        if kind == "d" and 0 < float(raw) < 73_051:
            start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
            return (start + timedelta(days=int(float(raw)))).isoformat()
        text = number_text(raw) or raw
    except (ValueError, InvalidOperation):
        return raw
    return text.zfill(len(code)) if code and not code.strip("0") else text
