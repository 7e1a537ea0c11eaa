"""Sample data for /styleguide/: an invented county, no real persons, no queries."""

from pathlib import Path

from django import forms, template
from django.conf import settings
from django.core.paginator import Paginator

register = template.Library()

TOWNS = ("石门乡", "黄坡镇", "白河乡", "青石镇", "南沟乡", "柳林镇")
GROUPS = (
    ("堡垒示范", ("整顿软弱涣散党组织", "优化党组织设置", "引领产业振兴", "壮大村级集体经济")),
    ("先锋引领", ("锻造“领头羊”队伍", "党员联系户", "第一书记管理")),
    ("能力提升", ("集中培训", "实践锻炼")),
)
LIGHTS = ("rwgri wgr dg", "rwgwi ggg dd", "wgwrg gwg dg", "ggwrg ggg dd", "wggwi ggw dg", "gwgwg ggg dg")
KINDS = {"r": "late", "w": "warn", "g": "ok", "d": "done", "i": "idle"}
WORDS = {"late": "红灯", "warn": "黄灯", "ok": "绿灯", "done": "已销号", "idle": "未到期"}
STATES = (
    ("late", "逾期 3 天"),
    ("late", "逾期 3 天"),
    ("warn", "退回待改"),
    ("open", "待审核"),
    ("warn", "已延期"),
    ("ok", "已通过"),
)


class SampleForm(forms.Form):
    name = forms.CharField(label="单位名称", max_length=40, help_text="写全称，和公章一致。")
    code = forms.CharField(
        label="统计用区划代码",
        max_length=12,
        help_text="12 位数字。",
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric"}),
    )
    parent = forms.ChoiceField(label="上级单位", choices=[("", "请选择"), ("乡镇", [("1", "青石镇"), ("2", "石门乡")]), ("县直单位", [("3", "县农业农村局"), ("4", "县财政局")])])  # fmt: skip
    kind = forms.ChoiceField(label="单位类型", choices=[("town", "乡镇"), ("dept", "县直单位"), ("village", "行政村")], widget=forms.RadioSelect)  # fmt: skip
    duties = forms.MultipleChoiceField(label="承担的工作", required=False, choices=[("a", "月度填报"), ("b", "审核"), ("c", "走访")], widget=forms.CheckboxSelectMultiple)  # fmt: skip
    since = forms.DateField(label="从哪天起", widget=forms.DateInput, help_text="例：2026-10-28")
    moment = forms.DateTimeField(label="截止时间", required=False, widget=forms.DateTimeInput)
    villages = forms.IntegerField(label="行政村数", required=False, min_value=0)
    note = forms.CharField(label="备注", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label="批复文件", required=False, help_text="Word 或图片，不超过 20 MB。")
    secret = forms.CharField(
        label="登录密码", required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    agree = forms.BooleanField(label="以上内容已经核对")


class ConfirmForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class FilterForm(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    kind = forms.ChoiceField(
        label="类型", required=False, choices=[("", "全部"), ("town", "乡镇"), ("dept", "县直单位")]
    )


class MoreForm(forms.Form):
    code = forms.CharField(label="代码", required=False)
    since = forms.DateField(label="起始日期", required=False)


def _icons() -> list[str]:
    sprite = Path(settings.BASE_DIR) / "static" / "icons.svg"
    return [part.split('"')[0] for part in sprite.read_text(encoding="utf-8").split('id="i-')[1:]]


def _matrix() -> tuple[list, list]:
    groups = [{"name": name, "columns": list(columns)} for name, columns in GROUPS]
    tasks = [(name, number, text) for name, columns in GROUPS for number, text in enumerate(columns, 1)]
    rows = []
    for town, lights, state in zip(TOWNS, LIGHTS, STATES, strict=True):
        cells = []
        for (group, number, task), letter in zip(tasks, lights.replace(" ", ""), strict=False):
            kind = KINDS[letter]
            cells.append({"kind": kind, "label": f"{town}，{group}第 {number} 项{task}：{WORDS[kind]}", "url": "#matrix", "first": number == 1})  # fmt: skip
        rows.append({"name": town, "url": "#matrix", "cells": cells, "state": {"kind": state[0], "text": state[1]}})
    return groups, rows


def _calendar() -> tuple[list, list]:
    weekend = {3, 4, 10, 11}
    days = [{"day": day, "weekend": day in weekend, "today": day == 12} for day in range(1, 15)]

    def cells(visits=(), spans=()):
        row, day = [], 1
        while day <= 14:
            span = next((s for s in spans if s[0] == day), None)
            if span:
                row.append({"span": span[1], "kind": span[2], "text": span[3]})
                day += span[1]
            else:
                row.append({"visit": day in visits, "weekend": day in weekend})
                day += 1
        return row

    rows = [
        {
            "name": "周禾安",
            "note": "青石镇 上河村 · 县财政局",
            "url": "#calendar",
            "cells": cells((2, 7), ((12, 3, "leave", "事假 3 天"),)),
            "total": 9,
        },  # fmt: skip
        {
            "name": "林晓麦",
            "note": "青石镇 北坪村 · 县人社局",
            "url": "#calendar",
            "cells": cells((1, 9), ((5, 3, "train", "市委党校培训"),)),
            "total": 14,
        },  # fmt: skip
        {
            "name": "（待派）",
            "note": "南沟乡 石咀村 · 县林业局",
            "url": "",
            "cells": cells((), ((1, 12, "vacant", "9月30日任期届满，待补派"),)),
            "total": 0,
        },  # fmt: skip
    ]
    return days, rows


@register.simple_tag(takes_context=True)
def styleguide_data(context) -> dict:
    request = context.get("request")
    page_number = request.GET.get("page", 2) if request else 2
    size = request.GET.get("size", "20") if request else "20"
    names = [f"{town} 第 {number} 村" for town in TOWNS for number in range(1, 29)]
    paginator = Paginator(names, int(size) if size in {"20", "50", "100"} else 20)
    groups, rows = _matrix()
    days, people = _calendar()
    wrong = SampleForm(
        {
            "name": "",
            "code": "1234567890123",
            "kind": "",
            "since": "28号",
            "note": "北坪村已完成班子调整。",
            "villages": "19",
        },
        auto_id="wrong_%s",
    )
    return {
        "icons": _icons(),
        "colors": ["bg", "surface", "surface-2", "surface-3", "line-2", "line-input", "text", "text-2", "text-3", "brand",
                   "action", "action-tint", "ok", "warn", "late", "idle", "done", "seq-0", "seq-1", "seq-2", "seq-3", "seq-4"],
        "page": paginator.get_page(page_number),
        "short_page": Paginator(names[:7], 20).get_page(1),
        "form": SampleForm(initial={"name": "青石镇", "kind": "town", "since": "2026-10-28", "duties": ["a"]}),
        "wrong": wrong,
        "filter": FilterForm(auto_id="filter_%s"),
        "more": MoreForm(auto_id="filter_%s"),
        "confirm": ConfirmForm(auto_id="confirm_%s"),
        "facts": [("全年目标", "6 个村"), ("上月累计", "3 个村"), ("序时应完成", "5 个村")],
        "crumbs": [("管理", "#panels"), ("组件样式", "")],
        "sums": [
            {"count": 186, "label": "全部", "url": "#sumbar", "current": True},
            {"count": 12, "label": "新增", "url": "#sumbar"},
            {"count": 166, "label": "更新", "url": "#sumbar"},
            {"count": 1, "label": "请核对", "url": "#sumbar", "kind": "warn"},
            {"count": 5, "label": "有错", "url": "#sumbar", "kind": "late"},
        ],
        "views": [
            {"label": "按乡镇", "url": "#seg", "current": True},
            {"label": "按责任单位", "url": "#seg"},
            {"label": "按片区", "url": "#seg"},
        ],
        "steps": [("下载模板", "#steps"), ("上传文件", "#steps"), "对应列名", "核对", "完成"],
        "todo": [
            {"count": 5, "label": "待审核", "url": "#todo"},
            {"count": 2, "label": "逾期未报", "url": "#todo", "hot": True},
            {"count": 2, "label": "请假待批", "url": "#todo"},
            {"count": 2, "label": "空岗待补", "url": "#todo"},
        ],
        "history": [
            {"when": "10月28日 16:12", "who": "周禾安（组织科）", "what": "改了单位", "kind": "done", "changes": [{"label": "名称", "before": "青石乡", "after": "青石镇"}]},  # fmt: skip
            {"when": "10月21日 10:12", "who": "周禾安（组织科）", "what": "退回月度填报", "kind": "late"},
            {"when": "10月20日 9:05", "who": "林晓麦（青石镇）", "what": "提交月度填报", "kind": "ok"},
            {"when": "2025年12月3日", "who": "", "what": "建立单位", "kind": ""},
        ],
        "conflict": [
            {"label": "名称", "name": "name", "mine": "青石镇", "theirs": "青石镇", "same": True},
            {"label": "简称", "name": "short", "mine": "青石", "theirs": "青石", "same": True},
            {"label": "联系人", "name": "contact", "mine": "林晓麦", "theirs": "周禾安", "choose": "mine"},
            {"label": "备注", "name": "note", "mine": "", "theirs": "10 月起由片区统一报。", "choose": "theirs"},
        ],
        "happens": ["下河村的台账、岗位和历史并到上河村。", "下河村不再出现在选择单位的清单里。", "合并后 7 天内可以撤销。"],
        "counts": [("台账", 3), ("岗位", 1), ("填报", 9)],
        "stages": [
            {"name": "安排部署", "dates": "3月16日—4月15日", "state": "past", "percent": 100},
            {"name": "加强调度", "dates": "4月16日—11月20日，还剩 23 天", "state": "now", "note": "活动时间过去 79%，即“序时进度”", "percent": 89},  # fmt: skip
            {"name": "考核总结", "dates": "11月21日—12月25日", "state": "next", "percent": None},
        ],
        "cards": [
            {"name": "堡垒示范", "url": "#actions", "kind": "late", "word": "滞后", "percent": 68, "expected": 79, "distance": "滞后 11 个点", "tasks": 5, "late": 1, "warn": 2, "ok": 2},  # fmt: skip
            {"name": "先锋引领", "url": "#actions", "kind": "ok", "word": "正常", "percent": 81, "expected": 79, "distance": "超序时 2 个点", "tasks": 3, "late": 0, "warn": 0, "ok": 3},  # fmt: skip
            {"name": "能力提升", "url": "#actions", "kind": "ok", "word": "正常", "percent": 90, "expected": 79, "distance": "超序时 11 个点", "tasks": 4, "late": 0, "warn": 0, "ok": 4},  # fmt: skip
            {"name": "人才支撑", "url": "#actions", "kind": "warn", "word": "略滞后", "percent": 74, "expected": 79, "distance": "滞后 5 个点", "tasks": 3, "late": 0, "warn": 1, "ok": 2},  # fmt: skip
            {"name": "帮扶助力", "url": "#actions", "kind": "warn", "word": "略滞后", "percent": 77, "expected": 79, "distance": "滞后 2 个点", "tasks": 3, "late": 0, "warn": 1, "ok": 2},  # fmt: skip
        ],
        "groups": groups,
        "rows": rows,
        "days": days,
        "people": people,
        "tree": [
            {"name": "堡垒示范", "url": "#tree", "level": 1, "open": True, "score": "24.0", "of": 30},
            {"name": "整顿软弱涣散党组织", "url": "#tree", "level": 2, "kind": "ok", "word": "绿灯", "score": "5.8", "of": 6},
            {"name": "引领产业振兴", "url": "#tree", "level": 2, "kind": "warn", "word": "黄灯", "score": "3.5", "of": 5},
            {"name": "5 万元以上村占比", "url": "#tree", "level": 2, "kind": "late", "word": "红灯", "score": "5.3", "of": 8, "current": True},  # fmt: skip
            {"name": "先锋引领", "url": "#tree", "level": 1, "score": "18.3", "of": 20},
        ],
        "formula": [("目标", "80%"), ("实际", "53%"), ("达标村", "10 / 19"), ("分值", "8")],
        "nodes": [
            {"name": "制定方案", "date": "4月30日", "kind": "ok"},
            {"name": "集中整顿", "date": "8月31日", "kind": "ok"},
            {"name": "县级验收", "date": "10月31日", "kind": "warn", "current": True},
            {"name": "回头看", "date": "11月30日", "kind": ""},
        ],
    }  # fmt: skip
