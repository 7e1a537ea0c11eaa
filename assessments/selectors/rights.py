"""Who sees an assessment and the scores in it.

The office and the leaders see all of it. Everybody else sees the assessment once there is a score of the own unit, and of the
others nothing before the result is final, then names, totals and places (model.md: the publication setting). A township
answers for its villages, so their scores are its own.
"""

from django.db.models import Q, QuerySet

from assessments.models import Assessment, Objection, UnitResult
from organizations.models import Unit, UnitKind
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
    return rows.filter(pk__in=UnitResult.objects.filter(_own(membership)).values("run__assessment"))


def seen_results(assessment: Assessment, membership) -> QuerySet[UnitResult]:
    """Rows of the shown run: all for the county and once it is final, else the own one."""
    rows = UnitResult.objects.filter(run=assessment.run_id).select_related("unit")
    rows = rows.order_by("group_order", "rank", "unit__order", "unit__code", "pk")
    reach = reach_of(membership, VIEW)
    if reach is None or assessment.run_id is None:
        return rows.none()
    if reach is Reach.COUNTY or assessment.is_final:
        return rows
    return rows.filter(_own(membership))


def sees_scores_of(membership, unit: Unit) -> bool:
    """The items of a unit: for the county, for the unit itself, and for the township of a village; never for another unit."""
    reach = reach_of(membership, VIEW)
    if reach is None or reach is Reach.COUNTY:
        return reach is not None
    return membership.unit_id == unit.pk or (_has_villages(membership) and unit.path.startswith(membership.unit.path))


def may_object_for(membership, unit: Unit) -> bool:
    """Who answers for the unit: its own people, and of a village its township. Not the county, which decides."""
    return reach_of(membership, VIEW) is not Reach.COUNTY and sees_scores_of(membership, unit)


def who_answers_for(unit: Unit) -> Unit:
    """Whom to tell of the unit's score: itself, and of a village its township, as in `may_object_for`."""
    return unit.parent if unit.kind == UnitKind.VILLAGE and unit.parent is not None else unit


def _own(membership) -> Q:
    """Rows whose `unit` is the member's own, or a village of the member's township."""
    own = Q(unit=membership.unit_id)
    return own | Q(unit__path__startswith=membership.unit.path) if _has_villages(membership) else own


def _has_villages(membership) -> bool:
    return membership.unit.kind == UnitKind.TOWNSHIP


def seen_objections(assessment: Assessment, membership) -> QuerySet[Objection]:
    """All of them for the county, a unit's own for the unit, and those of its villages for a township."""
    rows = Objection.objects.filter(assessment=assessment)
    reach = reach_of(membership, VIEW)
    if reach is None:
        return rows.none()
    return rows if reach is Reach.COUNTY else rows.filter(_own(membership))
