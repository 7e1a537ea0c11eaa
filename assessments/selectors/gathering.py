"""What is known of each unit for its score: every figure from where daily work left it, nothing is asked again.

A former unit that was merged in the year is gathered too; `mergers.carried_over` hands its answers to the successor.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.answers import Answer, Events, Figure, Mark, NotApplicable, UnitAnswers, VetoHit
from assessments.explained import number
from assessments.mergers import carried_over
from assessments.models import Assessment, ManualScore, VetoDecision
from assessments.rounding import figure
from assessments.scheme import Deduction, PerEvent, Scheme
from assessments.selectors.successors import successors
from assessments.selectors.village_parts import VillageParts
from cadres.models import Finding
from campaigns.judging import Case
from campaigns.models import Assignment, CarrierRole, FilingEvent, Indicator
from campaigns.selectors.standing_rows import ShareRow, cases
from organizations.models import Unit

Details = dict[str, list[dict[str, str]]]
NO_VILLAGES = "没有村，这项不适用"
NO_TARGET = "没有给本单位定指标数，按任务完成情况计"
NOT_CARRIED = "不承担这项任务"
NOTHING_DUE = "没有到期的填报"


@dataclass
class Gathered:
    """One unit in its place. `details`: by item, the parts behind its figure, as they stood."""

    unit: Unit
    order: int
    answers: UnitAnswers
    group: str = ""
    details: Details = field(default_factory=dict)


def units_of(assessment: Assessment, on: date) -> list[Unit]:
    """Who is ranked: the units of the level that are there at the end of the days looked at, in the official order."""
    units = list(Unit.objects.filter(kind=assessment.unit_kind).valid_on(on).in_official_order())
    if assessment.level == Assessment.Level.TOWNSHIP:
        return units
    carrying = set(Assignment.objects.filter(task__campaign=assessment.campaign_id).values_list("unit", flat=True))
    return [unit for unit in units if unit.pk in carrying]


def gather(
    *, assessment: Assessment, scheme: Scheme, sources: Mapping[str, Mapping[str, Any]], on: date
) -> list[Gathered]:
    """Some fifteen queries however many units and tasks."""
    units = units_of(assessment, on)
    former = _former(units, assessment, on)
    everyone = [*units, *former]
    rows = _cases(assessment, everyone, on)
    found = _Finder(assessment, sources, everyone, on)
    known: dict[str, UnitAnswers] = {}
    details: dict[str, Details] = {}
    for unit in everyone:
        own = rows.get(unit.pk, {})
        answers: dict[str, Answer] = {}
        parts: Details = {}
        for item in scheme.leaves():
            source = sources.get(item.key, {})
            answer, behind = found.answer(item, source, unit, own)
            if answer is not None:
                answers[item.key] = answer
            if behind:
                parts[item.key] = behind
        key = str(unit.public_id)
        known[key] = UnitAnswers(key, answers, vetoes=found.vetoes(unit, scheme))
        details[key] = parts
    successors = {str(unit.public_id): str(_end(unit).public_id) for unit in former}
    levels = {key for key, source in sources.items() if source.get("kind") in ("indicator", "task")}
    joined = {one.unit: one for one in carried_over(known.values(), successors, levels=levels)}
    groups = _groups(assessment, on)
    return [
        Gathered(unit, place, joined[str(unit.public_id)], groups.get(unit.pk, ""), details[str(unit.public_id)])
        for place, unit in enumerate(units)
    ]


def _former(units: Sequence[Unit], assessment: Assessment, on: date) -> list[Unit]:
    """Merged in the days looked at into one that is ranked."""
    gone = Unit.objects.filter(merged_into__isnull=False, valid_to__gte=assessment.starts_on, valid_to__lt=on)
    ranked = {unit.pk for unit in units}
    return [unit for unit in gone.select_related("merged_into") if _end(unit).pk in ranked]


def _end(unit: Unit) -> Unit:
    *_former, last = successors(unit)
    return last


def _cases(assessment: Assessment, units: Sequence[Unit], on: date) -> dict[int, dict[int, tuple[ShareRow, Case]]]:
    """By unit, then by the number of the task."""
    shares = Assignment.objects.filter(
        task__campaign=assessment.campaign_id, unit__in=[unit.pk for unit in units], state=Assignment.State.ACTIVE
    ).exclude(role=CarrierRole.SUPPORT)
    found: dict[int, dict[int, tuple[ShareRow, Case]]] = defaultdict(dict)
    for share, case in cases(shares, on):
        found[share.unit_id].setdefault(share.number, (share, case))
    return found


def _groups(assessment: Assessment, on: date) -> dict[int, str]:
    """Unit → name of its ranking group; a unit in none of them is ranked with the rest."""
    found: dict[int, str] = {}
    for row in assessment.groups.select_related("unit_group"):
        for member in row.unit_group.listed.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on):
            found.setdefault(member.unit_id, row.unit_group.name)
    return found


class _Finder:
    """Answers by the kind of their source. Everything that is not in the cases is read once for all units."""

    def __init__(
        self, assessment: Assessment, sources: Mapping[str, Mapping[str, Any]], units: Sequence[Unit], on: date
    ):
        self.assessment, self.on = assessment, on
        self.span = (assessment.starts_on, min(on, assessment.ends_on))
        self.marks = {(row.unit_id, row.key): row for row in ManualScore.objects.filter(assessment=assessment)}
        self.hits: dict[int, list[VetoDecision]] = defaultdict(list)
        for row in VetoDecision.objects.filter(assessment=assessment, lifted_on__isnull=True):
            self.hits[row.unit_id].append(row)
        self.findings = list(
            Finding.objects.filter(found_on__range=self.span)
            .exclude(state=Finding.State.DROPPED)
            .select_related("unit", "posting__person")
        )
        returned = FilingEvent.objects.filter(
            kind=FilingEvent.Kind.RETURNED, filing__campaign=assessment.campaign_id, item__isnull=False,
            item__duty__due_on__range=self.span,
        )  # fmt: skip
        self.returned: dict[int, int] = defaultdict(int)
        for unit_id in returned.values_list("filing__unit", flat=True):
            self.returned[unit_id] += 1
        asked = {source.get("id") for source in sources.values() if source.get("kind") == "indicator"}
        rows = Indicator.objects.filter(
            task__campaign=assessment.campaign_id, public_id__in=[one for one in asked if one]
        )
        self.indicators = {str(row.public_id): row for row in rows.select_related("task__campaign")}
        held = [row for row in self.indicators.values() if row.held_by in settings.HELD_FIGURES]
        self.villages = VillageParts(held, units, self.span[1])

    def answer(self, item, source, unit: Unit, own) -> tuple[Answer | None, list[dict[str, str]]]:
        """None where nothing was reported: what that means the scheme says. With the parts behind it, in words."""
        match source.get("kind"):
            case "indicator":
                return self._indicator(source, unit, own)
            case "task":
                return self._task(source, own)
            case "punctual":
                return self._punctual(item, unit, own)
            case "findings":
                return self._findings(item, unit)
        return self._mark(item, unit), []

    def vetoes(self, unit: Unit, scheme: Scheme) -> tuple[VetoHit, ...]:
        known = {veto.key for veto in scheme.vetoes}
        rows = [row for row in self.hits[unit.pk] if row.key in known]
        return tuple(VetoHit(row.key, f"{row.reason}（{row.document_number}）") for row in rows)

    def _indicator(self, source, unit: Unit, own) -> tuple[Answer | None, list[dict[str, str]]]:
        share, case = own.get(source["task"], (None, None))
        if share is None:
            return NotApplicable(NOT_CARRIED), []
        indicator = self.indicators.get(source["id"])
        measure = case.measure_of(indicator.pk) if indicator is not None else None
        day = self.span[1]
        target = measure.target_on(day) if measure is not None else None
        refs = (_ref(share),)
        if indicator is not None and self.villages.is_missed_by(indicator, unit):
            return NotApplicable(NO_VILLAGES, refs), []
        if measure is None or not target:
            # The county's number was not divided: the unit is measured by what it was asked to do, and is told so.
            answer, parts = self._task(source, own)
            return answer, [_part(share, NO_TARGET), *parts]
        assert indicator is not None  # a measure was found by it
        value = measure.value(case.figures, day)
        if value is None:
            # Who was never asked, for it took the task over later or was excused, has not failed to answer.
            if indicator.held_by not in settings.HELD_FIGURES and not any(self._due(duty) for duty in case.duties):
                return NotApplicable(NOTHING_DUE, refs), []
            return None, [_part(share, _("还没有报数"))]
        words = _("%(name)s %(value)s%(unit)s，目标 %(target)s%(unit)s") % {
            "name": measure.name, "value": shown(value, target), "target": number(target), "unit": measure.unit_word,
        }  # fmt: skip
        short = self.villages.short_of(indicator, unit)
        return Figure(numerator=value, denominator=target, refs=refs), [_part(share, words), *short]

    def _task(self, source, own) -> tuple[Answer | None, list[dict[str, str]]]:
        """Of what was due, how much was accepted."""
        share, case = own.get(source["task"], (None, None))
        if share is None:
            return NotApplicable(NOT_CARRIED), []
        due = [duty for duty in case.duties if self._due(duty)]
        refs = (_ref(share),)
        if not due:
            return NotApplicable(NOTHING_DUE, refs), []
        accepted = sum(duty.state == "accepted" and duty.is_filed(self.on) for duty in due)
        words = _("到期 %(due)s 次，通过 %(n)s 次") % {"due": len(due), "n": accepted}
        return Figure(numerator=Decimal(accepted), denominator=Decimal(len(due)), refs=refs), [_part(share, words)]

    def _punctual(self, item, unit: Unit, own) -> tuple[Answer | None, list[dict[str, str]]]:
        late, missing, refs, parts = 0, 0, [], []
        for share, case in own.values():
            due = [duty for duty in case.duties if self._due(duty)]
            after = sum(duty.is_filed(self.on) and duty.filed_on > duty.must_by for duty in due)
            gone = sum(not duty.is_filed(self.on) and duty.must_by < self.on for duty in due)
            late, missing = late + after, missing + gone
            if after or gone:
                refs.append(_ref(share))
                words = _("第 %(number)s 号任务：迟报 %(late)s 次，漏报 %(gone)s 次") % {
                    "number": share.number, "late": after, "gone": gone,
                }  # fmt: skip
                parts.append(_part(share, words))
        counts = {"late": late, "missing": missing, "returned": self.returned[unit.pk]}
        return Events(_known(item, counts), tuple(refs)), parts

    def _findings(self, item, unit: Unit) -> tuple[Answer | None, list[dict[str, str]]]:
        rows = [row for row in self.findings if row.unit.path.startswith(unit.path)]
        parts = [
            {"words": f"{row.found_on} {row.unit.name} {row.get_kind_display()}", "ref": f"finding:{row.public_id}"}
            for row in rows
        ]
        return Events(_known(item, {"absent": len(rows)}), tuple(part["ref"] for part in parts)), parts

    def _mark(self, item, unit: Unit) -> Answer | None:
        row = self.marks.get((unit.pk, item.key))
        if isinstance(item.method, Deduction | PerEvent):
            return Events({key: n for key, n in (row.counts if row else {}).items() if n})
        if row is None or row.points is None:
            return None
        return Mark(row.points, row.reason)

    def _due(self, duty) -> bool:
        """Within the days looked at; one that was filed before its day counts already."""
        last = self.assessment.ends_on if duty.is_filed(self.on) else self.span[1]
        return self.span[0] <= duty.due_on <= last and duty.state != "waived"


def shown(value: Decimal, target: Decimal) -> str:
    """A figure beside its target: a third is no row of threes, and what just misses the target is not rounded onto it."""
    return number(figure(Fraction(value), at_least=[target], at_most=[target]))


def _known(item, counts: Mapping[str, int]) -> dict[str, int]:
    """Only what the item has a rate for; a county may strike one out."""
    return {rate.key: counts[rate.key] for rate in item.method.rates if counts.get(rate.key)}


def _ref(share: ShareRow) -> str:
    return f"task:{share.slug}:{share.number}:{share.unit_public_id}"


def _part(share: ShareRow, words: str) -> dict[str, str]:
    return {"words": words, "ref": _ref(share)}
