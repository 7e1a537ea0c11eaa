"""Tables of the year's assessment, by noun."""

from assessments.models.assessments import Assessment, AssessmentGroup, AssessmentStep
from assessments.models.marks import ManualScore, Objection, VetoDecision
from assessments.models.runs import RollupInput, RollupProgress, RollupRun, ScoreLine, UnitResult
from assessments.models.schemes import SchemeDraft, SchemeVersion

__all__ = [
    "Assessment",
    "AssessmentGroup",
    "AssessmentStep",
    "ManualScore",
    "Objection",
    "RollupInput",
    "RollupProgress",
    "RollupRun",
    "SchemeDraft",
    "SchemeVersion",
    "ScoreLine",
    "UnitResult",
    "VetoDecision",
]
