"""Reads one cell for one column: a value, a refusal with a proposal, or a value that somebody should look at.

Pure functions of the cell and what the county has (its units). What cannot be trusted is refused, never guessed: digits
that Excel has already lost, formulas without a result, dates that may be read in two ways.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from organizations.citizen_number import is_citizen_number
from organizations.imports.columns import Column
from organizations.imports.sheets import Cell, is_blank

OK, CHECK, REFUSED = "ok", "check", "refused"
KEEP = "\x00keep"  # a mask that we have printed ourselves: the stored value stays
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_YES = {"是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "1", "已", "☑"}
_NO = {"否", "无", "没有", "不是", "×", "x", "✗", "n", "no", "false", "0", "未", "□"}
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")


@dataclass(frozen=True)
class Value:
    """What a cell means: the value as it can stand in JSON, and a message unless it is plainly right."""

    value: str | int | bool | None
    state: str = OK
    reason: str = ""
    proposal: str = ""


@dataclass
class Known:
    """What the readers may ask about the county and the file."""

    on: date
    units: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)  # plain name → (code, name)
    date1904: bool = False
    money: Mapping[str, str] = field(default_factory=dict)  # column → unit stated by the sheet
    above: str = ""  # the words over the rows, where a title may say the period


def refuse(reason: str, proposal: str = "") -> Value:
    return Value(None, REFUSED, reason, proposal)


def read(column: Column, cell: Cell, known: Known) -> Value:
    """The value of a cell in this column."""
    if is_blank(cell):
        return refuse(f"没填{column.title}") if column.required else Value(None)
    kind, raw, code, formula = _open(cell)
    if kind == "x":
        return refuse("公式没有结果。请用 Excel 打开并保存，或者粘贴为数值")
    if kind == "e":
        return refuse(f"单元格是错误值 {raw}，请改正公式或直接填写")
    if formula and not column.formula_ok:
        return refuse("这是公式，结果可能不是最新的。请粘贴为数值", proposal=raw if kind != "d" else "")
    if kind == "b" and column.kind != "yesno":
        return refuse("这里是“真/假”，请直接填写内容")
    text = _INVISIBLE.sub("", raw).replace("\xa0", " ").strip(" 　\t\r\n")
    if _CONTROL.search(text):
        return refuse("含有看不见的控制字符，请重新输入", proposal=_CONTROL.sub("", text))
    found = _READERS[column.kind](column, kind, text, code, known)
    if formula and found.state == OK:
        return Value(found.value, CHECK, "这是公式的结果，请核对")
    return found


def _open(cell: Cell) -> tuple[str, str, str, bool]:
    if isinstance(cell, str) or cell is None:
        return "t", cell or "", "", False
    return cell[0], cell[1], cell[2], len(cell) > 3


def _text(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if kind == "d":
        return refuse("这里是日期格式，请把单元格设为文本后重新填写")
    if kind == "n":
        shown = number_text(text)
        if shown is None:
            return refuse("数字超过 15 位，Excel 已丢失末尾数字。请把列设为文本格式后重新填写")
        text = shown.zfill(len(code)) if code and not code.strip("0") else shown
    if len(text) > column.max_length:
        return refuse(f"超过 {column.max_length} 字，请缩短")
    return Value(re.sub(r"[ \t]*\r?\n[ \t]*", " ", text))


def _code(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if kind == "t":
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lstrip("'’")
        if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", text):
            return refuse("变成了科学记数，数字已丢失。请把列设为文本格式后重新填写")
    found = _text(column, kind, text, code, known)
    if found.state == OK and isinstance(found.value, str) and kind == "n" and "." in found.value:
        return refuse("代码不能是小数，请把列设为文本格式后重新填写")
    return found


def number_text(raw: str) -> str | None:
    """A stored number as people see it; None when it has more digits than Excel keeps."""
    number = Decimal(repr(float(raw)) if "e" in raw.lower() or len(raw) > 16 else raw)
    if abs(number) >= 10**15:
        return None
    number = Decimal(format(float(number), ".15g")) if len(number.as_tuple().digits) > 15 else number
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _figure(column: Column, kind: str, text: str, known: Known) -> Decimal | Value:
    if kind == "d":
        return refuse("这里是日期格式，请把单元格设为数字后重新填写")
    if kind == "n":
        shown = number_text(text)
        return Decimal(shown) if shown is not None else refuse("数字超过 15 位，请核对")
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if _NUMBER.fullmatch(narrow):
        return Decimal(narrow.replace(",", ""))
    unit = re.fullmatch(r"([+-]?[\d,.]+)(万元|万|元|亿元|亿)", narrow)
    if unit and column.money and _NUMBER.fullmatch(unit[1]):
        # In the unit that the sheet itself states: what is proposed goes into the user's own cell.
        asked = known.money.get(column.name) or column.money
        shown = _short(Decimal(unit[1].replace(",", "")) * _factor(unit[2].rstrip("元") + "元", asked))
        return refuse(f"只填数字，单位已是“{asked}”，应填 {shown}", proposal=shown)
    digits = re.fullmatch(r"[约近超]?([\d.]+)(?:个|人|名|户|亩|左右|余|多)?", narrow)
    proposal = digits[1] if digits and _NUMBER.fullmatch(digits[1]) else ""
    return refuse(f"只填数字，不要写成“{text[:20]}”", proposal=proposal)


def _integer(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    number = _figure(column, kind, text, known)
    if isinstance(number, Value):
        return number
    if number != number.to_integral_value():
        return refuse("应为整数")
    if column.minimum is not None and number < column.minimum:
        return refuse(f"不能小于 {column.minimum}")
    if abs(number) > 10**9:
        return refuse("数字太大，请核对")
    return Value(int(number))


def _decimal(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    number = _figure(column, kind, text, known)
    if isinstance(number, Value):
        return number
    stated = known.money.get(column.name, "")
    if column.money and stated:
        number *= _factor(stated, column.money)
    if column.minimum is not None and number < column.minimum:
        return refuse(f"不能小于 {column.minimum}")
    return Value(_short(number))


def _factor(stated: str, kept: str) -> Decimal:
    worth = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
    return worth[stated] / worth[kept]


def _short(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if kind == "d":
        return _serial(text, known)
    narrow = unicodedata.normalize("NFKC", text).strip()
    if kind == "n" and not re.fullmatch(r"(19|20)\d{6}", narrow):
        found = _serial(text, known)
        month = _MONTH.fullmatch(narrow)
        if month and "." in narrow:  # 2026.3 typed into a number cell
            return _first_of(month)
        if found.state == OK:
            return refuse(f"是数字不是日期。是不是 {found.value}？请把单元格设为日期格式", proposal=str(found.value))
        return refuse("是数字不是日期，请写成 2026-03-05 这样")
    if kind == "i":
        narrow = narrow[:10]
    compact = re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", narrow)
    day = compact or _DAY.fullmatch(narrow)
    if day:
        return _day(int(day[1]), int(day[2]), int(day[3]))
    month = _MONTH.fullmatch(narrow)
    if month:
        return _first_of(month)
    if re.fullmatch(r"\d{1,2}[-./]\d{1,2}([-./]\d{2,4})?", narrow):
        return refuse("分不清月和日，请写成 2026-03-05 这样")
    return refuse("不是日期，请写成 2026-03-05 这样")


def _first_of(month: re.Match) -> Value:
    found = _day(int(month[1]), int(month[2]), 1)
    return Value(found.value, CHECK, "没写到日，按当月 1 日", str(found.value)) if found.state == OK else found


def _serial(text: str, known: Known) -> Value:
    number = float(text)
    if not 61 <= number < 73_051:  # 1900-03-01 to 2099-12-31; before that Excel counts a day that never was
        return refuse("日期不在 1900 年到 2100 年之间，请核对")
    start = date(1904, 1, 1) if known.date1904 else date(1899, 12, 30)
    found = start + timedelta(days=int(number))
    return _day(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> Value:
    if not 1900 <= year <= 2100:
        return refuse("日期不在 1900 年到 2100 年之间，请核对")
    try:
        return Value(date(year, month, day).isoformat())
    except ValueError:
        return refuse("没有这一天，请核对")


def _yesno(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if kind == "b":
        return Value(text == "1")
    word = unicodedata.normalize("NFKC", text).lower()
    if word in _YES:
        return Value(value=True)
    if word in _NO:
        return Value(value=False)
    return refuse("请填“是”或“否”")


def _choice(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    word = re.sub(r"\s", "", text)
    known_words = {**{words: value for value, words in column.choices}, **column.words}
    by_plain = {plain_name(words): value for words, value in known_words.items()}
    if plain_name(word) in by_plain:
        return Value(by_plain[plain_name(word)])
    titles = [words for _value, words in column.choices]
    near = difflib.get_close_matches(word, list(known_words), n=1, cutoff=0.5)
    proposal = next((words for value, words in column.choices if near and value == known_words[near[0]]), "")
    ask = f"。是不是“{proposal}”？" if proposal else f"，请填{'、'.join(titles)}之一"
    return refuse(f"{column.title}里没有“{text[:20]}”{ask}", proposal=proposal)


def _unit(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    word = plain_name(text)
    found = {number for number, _name in known.units.get(word, [])}
    if len(found) == 1:
        return Value(found.pop())
    if found:
        return refuse(f"有 {len(found)} 个单位叫“{text[:20]}”，请填代码", proposal="")
    near = difflib.get_close_matches(word, list(known.units), n=1, cutoff=0.5)
    proposal = known.units[near[0]][0][1] if near else ""
    noun = column.title if len(column.title) <= 4 else "单位"
    ask = f"没有这个{noun}。是不是“{proposal}”？" if proposal else f"没有这个{noun}“{text[:20]}”，请先在“单位”里设立"
    return refuse(ask, proposal=proposal)


def plain_name(text: str) -> str:
    return re.sub(r"[\s（）()]", "", unicodedata.normalize("NFKC", text))


def _phone(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if re.fullmatch(r"\d{3}\*{4}\d{4}", text):
        return Value(KEEP)
    if kind == "n":
        text = number_text(text) or text
    narrow = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if re.fullmatch(r"1[3-9]\d{9}", narrow):
        return Value(narrow)
    return refuse("手机号应为 11 位，以 1 开头")


def _citizen(column: Column, kind: str, text: str, code: str, known: Known) -> Value:
    if re.fullmatch(r"\d{6}\*{10}\d?[\dXx]{1,2}", text):
        return Value(KEEP)
    if kind == "n":
        return refuse("身份号码成了数字，Excel 已丢失末尾数字。请把列设为文本格式后重新填写")
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper().lstrip("'’")
    if is_citizen_number(narrow, on=known.on):
        return Value(narrow)
    return refuse("公民身份号码不对，请核对 18 位数字和最后一位校验码")


_READERS = {
    "text": _text, "code": _code, "integer": _integer, "decimal": _decimal, "date": _date, "yesno": _yesno,
    "choice": _choice, "unit": _unit, "phone": _phone, "citizen": _citizen,
}  # fmt: skip
