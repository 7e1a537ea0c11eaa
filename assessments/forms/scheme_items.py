"""One item of a scheme: where it stands, its points, and its method in lines as people write them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import PointsField
from assessments.forms.schemes import MISSING
from assessments.scheme import Bands, Deduction, Item, Manual, Method, Missing, PerEvent, Scheme, ShareOfTarget
from assessments.scheme_edits import (
    LineError,
    lines_of,
    method_lines,
    method_name,
    parent_of,
    read_bands,
    read_rates,
)

FIGURE = [("share", _("按完成率得分")), ("bands", _("按完成率分档得分"))]
BY_HAND = [("manual", _("人工打分")), ("events", _("按次加分，最高到满分")), ("deduction", _("按次扣分，扣完为止"))]
HUNDRED_PERCENT = Decimal(1)
SIDE_NAMES = [("base", _("基础分（单独一项）")), ("bonus", _("加分")), ("deduction", _("扣分"))]


class SchemeItemForm(forms.Form):
    """`item` None is a new one; `offers` are items of the proposal that the draft has not (key → item), to be taken back in.

    What comes from a figure of daily work is scored by share or bands; what people enter by mark or event. Counts of a
    register (filing, spot checks) keep their kinds of events."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    source = forms.ChoiceField(label=_("数从哪里来"), required=False)
    parent = forms.ChoiceField(label=_("放在"))
    name = forms.CharField(
        label=_("名称"), max_length=200, required=False, help_text=_("从任务取数的不填则用任务名称。")
    )
    points = PointsField(label=_("分值"))
    method = forms.ChoiceField(label=_("怎么算"), widget=forms.RadioSelect)
    lines = forms.CharField(
        label=_("评分标准、分档或每次分值"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一条。分档写“90% 6”（完成 90% 起得 6 分）；按次写“市级 1”；人工打分写评分标准。按完成率得分不用写。"),
    )  # fmt: skip
    missing = forms.ChoiceField(label=_("没报的"), choices=MISSING)

    def __init__(
        self, *args, scheme: Scheme, item: Item | None, source: Mapping[str, Any], offers: Mapping[str, Item], **kwargs
    ):
        self.scheme, self.item, self.offers = scheme, item, offers
        start: dict[str, Any] = {"missing": "zero", "parent": "base", "method": "manual"}
        if item is not None:
            start = {
                "parent": parent_of(scheme, item.key), "name": item.name, "points": item.points, "method": method_name(item.method),
                "lines": method_lines(item.method), "missing": item.missing.value,
            }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": {**start, **kwargs.get("initial", {})}})
        branches = [(one.key, one.name) for top in scheme.base for one in top.walk() if one.items and one is not item]
        self.fields["parent"].choices = [*branches, *SIDE_NAMES]
        kind = source.get("kind")
        if item is None and offers:
            self.fields["source"].choices = [("", _("人工登记")), *((key, one.name) for key, one in offers.items())]
            self.fields["method"].choices = [*BY_HAND, *FIGURE]
        else:
            del self.fields["source"]
            self.fields["method"].choices = FIGURE if kind in ("indicator", "task") else BY_HAND
        self.counted = kind in ("punctual", "findings")
        if self.counted:  # the register names the kinds; their points stand in the form of the whole scheme
            del self.fields["method"], self.fields["lines"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not " ".join(data.get("name", "").split()):
            if data.get("source"):
                data["name"] = self.offers[data["source"]].name
            else:
                self.add_error("name", gettext("请填写名称。"))
        if self.errors or self.counted:
            return data
        taken = data.get("source", "")
        if self.item is None and (data["method"] in ("share", "bands")) != bool(taken):
            words = _("从任务取数的项目按完成率计分，人工登记的按次或打分，请改选。")
            self.add_error("method", words)
            return data
        try:
            data["made"] = self._method(data["method"], data["lines"], taken)
        except LineError as error:
            self.add_error(
                "lines", gettext("“%(line)s”看不懂，请写成“名称 分值”或“完成率 分值”。") % {"line": error.line}
            )
        return data

    def _method(self, name: str, lines: str, taken: str) -> Method:
        old = self.item.method if self.item is not None else None
        if name == "share":
            stands = old or (self.offers[taken].method if taken else None)
            return stands if isinstance(stands, ShareOfTarget) else ShareOfTarget(HUNDRED_PERCENT, percent=True)
        if name == "bands":
            return Bands(read_bands(lines), percent=True)
        if name == "manual":
            return Manual(tuple(lines_of(lines)))
        known = old.rates if isinstance(old, Deduction | PerEvent) else ()
        rates = read_rates(lines, known)
        return Deduction(rates) if name == "deduction" else PerEvent(rates)

    def wanted(self, key: str) -> Item:
        """The item as it was typed; `key` is for a new one that is entered by hand."""
        data = self.cleaned_data
        taken = data.get("source", "")
        start = self.item or (self.offers[taken] if taken else Item(key, "", data["points"]))
        method = start.method if self.counted else data["made"]
        name = " ".join(data["name"].split())
        missing = Missing(data["missing"])
        return replace(start, name=name, points=data["points"], method=method, missing=missing, items=())
