"""A frozen version as plain values: what the paper builders take, without a database."""

import datetime
from typing import Any

from campaigns.papers.imprint import Imprint

AT = datetime.datetime(2026, 1, 5, 9, 30)


def imprint(**changes) -> Imprint:
    values = {
        "version": 1,
        "made_at": AT,
        "made_by": "祝明远",
        "reason": "",
        "exported_at": AT,
        "exported_by": "苗青禾",
    }
    return Imprint(**values | changes)


def unit(name: str, role: str, through: str = "", **more) -> dict[str, Any]:
    return {"name": name, "role": role, "through": through or name, **more}


def carrier(written: str, role: str, name: str = "") -> dict[str, Any]:
    return {"written": written, "role": role, "unit": name or written}


def date(kind: str, words: str = "", start: str | None = None, end: str | None = None, **more) -> dict[str, Any]:
    return {"kind": kind, "words": words, "starts_on": start, "ends_on": end, "assumed": False, **more}


def cadence(every: str, words: str = "", times: int = 1, assumed: bool = False) -> dict[str, Any]:
    return {"every": every, "times": times, "words": words, "assumed": assumed}


def indicator(value: str | None, words: str = "", **more) -> dict[str, Any]:
    base = {"name": "轮训支部书记", "level": "county", "comparator": ">=", "unit": "人次"}
    return {**base, "words": words, "value": value, **more}


def task(number: int, title: str, **more) -> dict[str, Any]:
    return {
        "number": number, "title": title, "leaders": "", "sub_items": [], "carriers": [], "units": [], "dates": [],
        "cadences": [], "indicators": [], **more,
    }  # fmt: skip


def snapshot(**changes) -> dict[str, Any]:
    """Two actions: one of two tasks, one of a single task."""
    first = task(
        1, "整顿后进村党组织", leaders="段书棠", sub_items=["逐村制定整改措施", "选派第一书记"],
        carriers=[carrier("组织部", "responsible", "县委组织部"), carrier("各乡镇党委", "responsible", "全县乡镇")],
        units=[
            unit("县委组织部", "lead", "组织部"), unit("石桥镇", "responsible", "各乡镇党委"),
            unit("枫林乡", "responsible", "各乡镇党委"), unit("云岭镇", "responsible", "各乡镇党委", state="exempt", reason="没有后进村"),
        ],
        dates=[date("due", "年底前", end="2026-12-31")],
    )  # fmt: skip
    second = task(
        2, "开展轮训", carriers=[carrier("县财政局", "support")], units=[unit("县财政局", "support")],
        cadences=[cadence("quarter", "每季度一次")], indicators=[indicator("200", "不少于200人次")],
    )  # fmt: skip
    third = task(3, "壮大村集体经济", carriers=[carrier("县农业农村局", "lead")], units=[unit("县农业农村局", "lead")])
    return {
        "name": "“强支部、兴产业”活动", "document_number": "岚组发〔2026〕5号", "basis": "《中国共产党农村基层组织工作条例》",
        "year": 2026, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "owner": "县委组织部",
        "actions": [
            {"ordinal": "（一）", "name": "支部提升行动", "tasks": [first, second]},
            {"ordinal": "（二）", "name": "产业带动行动", "tasks": [third]},
        ],
        "phases": [
            {"name": "动员部署", "words": "", "starts_on": "2026-03-01", "ends_on": "2026-03-31", "text": "各乡镇制定方案。"}
        ],
        "safeguards": [], **changes,
    }  # fmt: skip


def titled(title: str, count: int = 1) -> dict[str, Any]:
    """One action whose tasks all have this title."""
    tasks = [task(number, title, sub_items=[title]) for number in range(1, count + 1)]
    return snapshot(actions=[{"ordinal": "", "name": title[:120] or "行动", "tasks": tasks}])
