"""The few looks of cells that a form needs, by number as the sheet's cells name them."""

PLAIN, TITLE, FOOT, FOOT_RIGHT, HEAD, TEXT, NUMBER, DATE, MOMENT, SEQ = range(10)
MOST_DECIMALS = 6
_DATE_FORMAT, _MOMENT_FORMAT, _DECIMAL_FORMAT = 164, 165, 166
_FONTS = (
    '<font><sz val="11"/><name val="宋体"/></font>',
    '<font><b/><sz val="18"/><name val="宋体"/></font>',
    '<font><sz val="10"/><name val="宋体"/></font>',
    '<font><b/><sz val="11"/><name val="宋体"/></font>',
)
_BORDER = "".join(f'<{side} style="thin"><color indexed="64"/></{side}>' for side in ("left", "right", "top", "bottom"))


def decimal_style(decimals: int) -> int:
    """The look of a number with that many decimals."""
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"{decimals} decimals: 0 to {MOST_DECIMALS} are known.")
    return SEQ + 1 + decimals


def styles_xml() -> str:
    formats = [(_DATE_FORMAT, "yyyy\\-mm\\-dd"), (_MOMENT_FORMAT, "yyyy\\-mm\\-dd\\ hh:mm")]
    formats += [(_DECIMAL_FORMAT + n, "0." + "0" * n if n else "0") for n in range(MOST_DECIMALS + 1)]
    looks = [
        _look(),
        _look(font=1, across="center"),
        _look(font=2),
        _look(font=2, across="right"),
        _look(font=3, border=1, across="center", wrap=True),
        _look(number=49, border=1, wrap=True),
        _look(border=1, across="right"),
        _look(number=_DATE_FORMAT, border=1, across="center"),
        _look(number=_MOMENT_FORMAT, border=1, across="center"),
        _look(border=1, across="center"),
        *(_look(number=_DECIMAL_FORMAT + n, border=1, across="right") for n in range(MOST_DECIMALS + 1)),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts count="{len(formats)}">'
        + "".join(f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in formats)
        + f'</numFmts><fonts count="{len(_FONTS)}">{"".join(_FONTS)}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{_BORDER}<diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(*, number: int = 0, font: int = 0, border: int = 0, across: str = "left", wrap: bool = False) -> str:
    wrapped = ' wrapText="1"' if wrap else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" '
        f'applyBorder="1" applyAlignment="1"><alignment horizontal="{across}" vertical="center"{wrapped}/></xf>'
    )
