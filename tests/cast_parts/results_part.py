"""Examples of an assessment: last year's final result, and this year's, computed by a scheme in force, with a mark, a veto and an
objection that waits."""

import datetime
from dataclasses import replace
from decimal import Decimal

from assessments.frozen import thawed
from assessments.models import Assessment, ManualScore, Objection, VetoDecision
from assessments.services import assessments, rollup, schemes
from organizations.models import Membership, OutboxJob
from tests.cast import Cast
from tests.days import COUNTED


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county, after the filings."""
    extra, today = cast.extra, COUNTED
    office = cast.accounts["county_office"]
    office.membership = Membership.objects.select_related("unit").filter(account=office).first()
    office.acting_person = cast.people["county_office"]
    extra.assessment = _computed(cast, f"{mark}强支部、兴产业活动年度考核", today.year, today, office)
    # The draft is ahead of what is in force.
    draft = extra.assessment.draft
    wanted = replace(thawed(draft.body), bonus_cap=Decimal(4))
    schemes.save_draft(draft=draft, scheme=wanted, sources=draft.sources, version=draft.version, by=office)
    draft.refresh_from_db()
    # Last year's was signed; its rows are as they were computed then.
    extra.final_assessment = _computed(cast, f"{mark}上年度考核", today.year - 1, today, office)
    Assessment.objects.filter(pk=extra.final_assessment.pk).update(state=Assessment.State.FINAL)
    extra.final_assessment.refresh_from_db()
    extra.mark = ManualScore.objects.create(
        assessment=extra.assessment, unit=cast.units.stone, key="extra.praise", counts={"city": 1}, reason=f"{mark}市级现场会推介",
        made_by=cast.people["county_office"],
    )  # fmt: skip
    extra.veto = VetoDecision.objects.create(
        assessment=extra.assessment, unit=cast.units.maple, key="discipline", reason=f"{mark}班子成员违纪", document_number=f"{mark}岚纪发〔2026〕2号",
        decided_on=today, made_by=cast.people["county_office"],
    )  # fmt: skip
    extra.objection = Objection.objects.create(
        assessment=extra.assessment, run=extra.assessment.run, unit=cast.units.stone, key="reporting.late", item_name="按时报送、一次报准",
        claim=f"{mark}迟报一次不应计入", reason=f"{mark}当日断网，已电话报备", asked_by=cast.people["township_lead"],
    )  # fmt: skip


def _computed(cast: Cast, name: str, year: int, today: datetime.date, office) -> Assessment:
    made = assessments.create(
        campaign=cast.extra.campaign, year=year, level="township", name=name, starts_on=datetime.date(today.year, 1, 1),
        ends_on=datetime.date(today.year, 12, 31), groups=[], by=office,
    )  # fmt: skip
    schemes.put_in_force(
        assessment=made, valid_from=datetime.date(today.year, 1, 1), reason="", document_number="岚组发〔2026〕11号", version=made.draft.version,
        by=office,
    )  # fmt: skip
    run = rollup.ask_run(assessment=made, on=today, by=office)
    rollup.perform_all(run_id=run.pk)
    OutboxJob.objects.filter(kind="freeze_rollup").delete()  # done here by hand
    made.refresh_from_db()
    return made
