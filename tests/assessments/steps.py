"""Steps that tests of the assessment take by the services. Call them inside the county."""

from assessments.models import Assessment
from assessments.services import rollup, schemes
from organizations.models import Membership
from tests.days import COUNTED


def acting(cast, role):
    account = cast.accounts[role]
    account.membership = Membership.objects.select_related("unit").filter(account=account).first()
    account.acting_person = cast.people[role]
    return account


def in_force(assessment, office, day=COUNTED, reason=""):
    draft = assessment.draft
    return schemes.put_in_force(
        assessment=assessment,
        valid_from=day,
        reason=reason,
        document_number="岚组发〔2026〕11号",
        version=draft.version,
        by=office,
    )


def run_again(assessment, office):
    run = rollup.ask_run(assessment=Assessment.objects.get(pk=assessment.pk), on=COUNTED, by=office)
    rollup.perform_all(run_id=run.pk)
    assessment.refresh_from_db()
    return run


def computed(assessment, office):
    in_force(assessment, office)
    return run_again(assessment, office)
