"""Who sees an assessment and the scores in it.

The office and the leaders see all of it. Everybody else sees the assessment once there is a score of the own unit, and of the
others nothing before the result is final, then names, totals and places (model.md: the publication setting).
"""

from django.db.models import QuerySet

from assessments.models import Assessment, Objection, UnitResult
from organizations.roles import Reach, reach_of

VIEW = "assessments.view_result"


def seen_assessments(membership) -> QuerySet[Assessment]:
    """For a unit: assessments in which it takes part and of which there is a computed result."""
    reach = reach_of(membership, VIEW)
    rows = Assessment.objects.select_related("campaign__owner", "run")
    if reach is None:
        return rows.none()
    if reach is Reach.COUNTY:
        return rows
    return rows.filter(pk__in=UnitResult.objects.filter(unit=membership.unit_id).values("run__assessment"))


def seen_results(assessment: Assessment, membership) -> QuerySet[UnitResult]:
    """Rows of the shown run: all for the county and once it is final, else the own one."""
    rows = UnitResult.objects.filter(run=assessment.run_id).select_related("unit")
    rows = rows.order_by("group_order", "rank", "unit__order", "unit__code", "pk")
    reach = reach_of(membership, VIEW)
    if reach is None or assessment.run_id is None:
        return rows.none()
    if reach is Reach.COUNTY or assessment.is_final:
        return rows
    return rows.filter(unit=membership.unit_id)


def sees_scores_of(membership, unit_id: int) -> bool:
    """The items of a unit: for the county, and for the unit itself; never for another unit."""
    reach = reach_of(membership, VIEW)
    return reach is Reach.COUNTY or (reach is not None and membership.unit_id == unit_id)


def seen_objections(assessment: Assessment, membership) -> QuerySet[Objection]:
    """All of them for the county, a unit's own for the unit."""
    rows = Objection.objects.filter(assessment=assessment)
    reach = reach_of(membership, VIEW)
    if reach is None:
        return rows.none()
    return rows if reach is Reach.COUNTY else rows.filter(unit=membership.unit_id)
