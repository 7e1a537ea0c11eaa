"""An assessment is set up: one campaign, one year, units of one level."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, AssessmentGroup
from assessments.services.schemes import propose
from campaigns.models import Campaign
from organizations.models import UnitGroup, UnitKind
from organizations.services import audit


@transaction.atomic
def create(
    *, campaign: Campaign, year: int, level: str, name: str, starts_on: date, ends_on: date, groups: list[UnitGroup], by
) -> Assessment:
    """With a proposed scheme as its draft. Refused: a second one of the same year and level, days turned around, others than
    villages in a campaign that a township runs with its villages."""
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("结束日期早于开始日期。")})
    if campaign.owner.kind == UnitKind.TOWNSHIP and level != Assessment.Level.VILLAGE:
        raise ValidationError({"level": _("这是乡镇组织本乡镇的村开展的活动，考核对象只能是村。")})
    assessment = Assessment(
        campaign=campaign, year=year, level=level, name=" ".join(name.split()), starts_on=starts_on, ends_on=ends_on
    )
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        if "assessment_once" not in str(error):
            raise
        raise ValidationError(_("这个活动这一年度已经有这类对象的考核。")) from error
    AssessmentGroup.objects.bulk_create(
        [AssessmentGroup(assessment=assessment, unit_group=group, order=place) for place, group in enumerate(groups)]
    )
    audit.record(
        by=by,
        action="assessment.create",
        target=assessment,
        after={"name": assessment.name, "year": year, "level": level},
    )
    propose(assessment=assessment, by=by)
    return assessment
