"""The scheme as one form: a name and points for each item, the few numbers of each method, grades, caps. Works without scripts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import score_words
from assessments.forms.fields import PointsField
from assessments.scheme import SIDES, Deduction, Item, Missing, PerEvent, Scheme, ShareOfTarget
from organizations.forms.base import DateInput

MISSING = [(missing.value, words) for missing, words in score_words.MISSING.items()]
HUNDRED = Decimal(100)


class SchemeForm(forms.Form):
    """Fields are named by the place of the item in the tree, so that no key has to be fit for a form."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, scheme: Scheme, sources: Mapping[str, Any], **kwargs):
        super().__init__(*args, **kwargs)
        self.scheme, self.sources = scheme, sources
        self.items: list[tuple[str, Item, str]] = []  # name of the fields, item, side
        for side in SIDES:
            for place, item in enumerate(getattr(scheme, side)):
                self._put(f"{side}{place}", item, side)
        for side, label in (("bonus_cap", _("加分最高")), ("deduction_cap", _("扣分最高"))):
            self.fields[side] = PointsField(label=label, required=False, initial=getattr(scheme, side))
        for grade in scheme.grades:
            self.fields[f"least_{grade.key}"] = PointsField(
                label=gettext("%(grade)s：分数线") % {"grade": grade.name}, initial=grade.least
            )
            self.fields[f"quota_{grade.key}"] = PointsField(
                label=gettext("%(grade)s：名额 %%") % {"grade": grade.name}, max_value=100, max_digits=5, required=False,
                initial=None if grade.quota is None else grade.quota * HUNDRED,
            )  # fmt: skip
        actions = [(item.key, item.name) for item in scheme.base]
        for place in (0, 1):
            now = scheme.ties[place] if len(scheme.ties) > place else ""
            label = _("总分相同的先比") if place == 0 else _("再比")
            self.fields[f"tie{place}"] = forms.ChoiceField(
                label=label, choices=[("", _("不比，名次并列")), *actions], required=False, initial=now
            )

    def _put(self, name: str, item: Item, side: str) -> None:
        self.items.append((name, item, side))
        self.fields[f"{name}_name"] = forms.CharField(
            label=_("名称"), max_length=200, initial=item.name, widget=forms.TextInput(attrs={"size": 48 - 4 * name.count("_")})
        )  # fmt: skip
        self.fields[f"{name}_points"] = PointsField(label=_("分值"), initial=item.points)
        self.fields[f"{name}_drop"] = forms.BooleanField(label=_("删去"), required=False)
        if not item.items and side == "base":
            self.fields[f"{name}_missing"] = forms.ChoiceField(
                label=_("没报的"), choices=MISSING, initial=item.missing.value
            )
        if isinstance(item.method, ShareOfTarget):
            self.fields[f"{name}_limit"] = PointsField(
                label=_("超额最高倍数"),
                min_value=1,
                max_value=3,
                max_digits=4,
                decimal_places=2,
                initial=item.method.limit,
            )
        if isinstance(item.method, Deduction | PerEvent):
            for place, rate in enumerate(item.method.rates):
                self.fields[f"{name}_rate{place}"] = PointsField(label=rate.name, initial=rate.points)
        for place, child in enumerate(item.items):
            self._put(f"{name}_{place}", child, side)

    def rows(self) -> list[dict[str, Any]]:
        """For the template: each item with its bound fields."""
        found = []
        for name, item, side in self.items:
            own = [
                field
                for field in self.fields
                if field.startswith(f"{name}_")
                and field.removeprefix(f"{name}_").rstrip("0123456789") in ("missing", "limit", "rate")
            ]
            found.append({
                "item": item, "side": side, "depth": name.count("_"), "name": self[f"{name}_name"], "points": self[f"{name}_points"],
                "drop": self[f"{name}_drop"], "more": [self[field] for field in own],
            })  # fmt: skip
        return found

    def rest(self) -> list[Any]:
        return [
            self[name] for name in self.fields if name.endswith("_cap") or name.startswith(("least_", "quota_", "tie"))
        ]

    def wanted(self) -> Scheme:
        """The scheme as it was edited; parts that were struck out are gone with all below them."""
        data = self.cleaned_data
        grades = tuple(
            replace(
                grade, least=data[f"least_{grade.key}"],
                quota=None if data[f"quota_{grade.key}"] is None else data[f"quota_{grade.key}"] / HUNDRED,
            )
            for grade in self.scheme.grades
        )  # fmt: skip
        sides = {
            side: tuple(
                made for place, item in enumerate(getattr(self.scheme, side)) if (made := self._made(f"{side}{place}", item)) is not None
            )
            for side in SIDES
        }  # fmt: skip
        known = {item.key for item in sides["base"]}
        return replace(
            self.scheme, base=sides["base"], bonus=sides["bonus"], deduction=sides["deduction"], bonus_cap=data["bonus_cap"], deduction_cap=data["deduction_cap"], grades=grades,
            ties=tuple(dict.fromkeys(data[name] for name in ("tie0", "tie1") if data[name] in known))
            + tuple(key for key in self.scheme.ties[2:] if key in known),
        )  # fmt: skip

    def wanted_sources(self, scheme: Scheme) -> dict[str, Any]:
        kept = {item.key for item in scheme.leaves()}
        return {key: source for key, source in self.sources.items() if key in kept}

    def _made(self, name: str, item: Item) -> Item | None:
        data = self.cleaned_data
        if data[f"{name}_drop"]:
            return None
        children = tuple(
            made for place, child in enumerate(item.items) if (made := self._made(f"{name}_{place}", child)) is not None
        )
        if item.items and not children:
            return None
        method = item.method
        if isinstance(method, ShareOfTarget):
            method = replace(method, limit=data[f"{name}_limit"])
        elif isinstance(method, Deduction | PerEvent):
            rates = (replace(rate, points=data[f"{name}_rate{place}"]) for place, rate in enumerate(method.rates))
            method = replace(method, rates=tuple(rates))
        missing = Missing(data[f"{name}_missing"]) if f"{name}_missing" in data else item.missing
        words = " ".join(data[f"{name}_name"].split())
        return replace(item, name=words, points=data[f"{name}_points"], method=method, items=children, missing=missing)


class ForceForm(forms.Form):
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    document_number = forms.CharField(label=_("依据文件"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("变更理由"), max_length=300, required=False, help_text=_("修改已生效的办法时必填。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
