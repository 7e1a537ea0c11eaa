"""The scoring scheme of an assessment: proposed from the tasks, edited as a draft, put into force as a version."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments import proposal
from assessments.frozen import frozen, hash_of, thawed
from assessments.models import Assessment, SchemeDraft, SchemeVersion
from assessments.scheme import Scheme
from assessments.scheme_checks import check_scheme
from assessments.score_words import problem_words
from campaigns.models import Assignment, CarrierRole, Indicator
from organizations.services import audit
from organizations.services.versions import lock_version


def proposed(assessment: Assessment) -> tuple[Scheme, proposal.Sources]:
    """From the tasks that units of the level carry, in the order of the plan; four queries."""
    shares = Assignment.objects.filter(
        task__campaign=assessment.campaign_id,
        task__withdrawn_on__isnull=True,
        state=Assignment.State.ACTIVE,
        unit__kind=assessment.unit_kind,
    ).exclude(role=CarrierRole.SUPPORT)
    tasks = {share.task_id: share.task for share in shares.select_related("task")}
    indicators: dict[int, list[proposal.ProposedIndicator]] = {}
    rows = Indicator.objects.filter(task__in=tasks, value__isnull=False).order_by("order", "pk")
    for row in rows:
        one = proposal.ProposedIndicator(str(row.public_id), row.name, row.comparator == Indicator.Comparator.AT_MOST)
        indicators.setdefault(row.task_id, []).append(one)
    actions = [
        proposal.ProposedAction(
            f"action{place}",
            action.name,
            tuple(
                proposal.ProposedTask(task.number or 0, task.title[:190], tuple(indicators.get(task.pk, ())), f"方案第 {task.number} 项")
                for task in sorted(tasks.values(), key=lambda task: (task.number or 0, task.pk))
                if task.action_id == action.pk
            ),
        )
        for place, action in enumerate(assessment.campaign.actions.order_by("order", "pk"), 1)
    ]  # fmt: skip
    return proposal.propose(assessment.name, actions)


@transaction.atomic
def propose(*, assessment: Assessment, by) -> SchemeDraft:
    """The one click: write the proposal into the draft, in place of what stood there."""
    scheme, sources = proposed(assessment)
    draft, made = SchemeDraft.objects.select_for_update(of=("self",)).get_or_create(
        assessment=assessment, defaults={"body": frozen(scheme), "sources": sources}
    )
    if not made:
        draft.body, draft.sources, draft.version = frozen(scheme), sources, draft.version + 1
        draft.save(update_fields=["body", "sources", "version"])
    audit.record(
        by=by, action="scheme.propose", target=assessment, after={"items": sum(1 for _leaf in scheme.leaves())}
    )
    return draft


@transaction.atomic
def save_draft(*, draft: SchemeDraft, scheme: Scheme, sources: Mapping[str, Any], version: int, by) -> bool:
    """Keep an edit, sound or not: what is wrong is said on the page and stops only the putting into force. False when
    nothing differs; StaleVersion when somebody else saved in between."""
    stored = lock_version(instance=draft, version=version)
    body = frozen(scheme)
    if stored.body == body and stored.sources == dict(sources):
        return False
    stored.body, stored.sources, stored.version = body, dict(sources), stored.version + 1
    stored.save(update_fields=["body", "sources", "version"])
    audit.record(by=by, action="scheme.edit", target=stored.assessment, after={"hash": hash_of(scheme)[:16]})
    return True


@transaction.atomic
def put_in_force(
    *, assessment: Assessment, valid_from: date, reason: str, document_number: str, version: int, by
) -> SchemeVersion:
    """Freeze the draft as the next version. Scores that were worked out by an earlier one keep it.

    Refuses, all problems at once: a scheme that is not sound, a change without a reason, an assessment that is signed.
    """
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    draft = lock_version(instance=assessment.draft, version=version)
    if not assessment.takes_changes:
        raise ValidationError(_("已送审或定稿，不能改计分办法。请先退回重算。"))
    scheme = thawed(draft.body)
    problems = [problem_words(problem) for problem in check_scheme(scheme)]
    if problems:
        raise ValidationError(problems)
    last = SchemeVersion.objects.filter(assessment=assessment).order_by("-number").first()
    number = last.number + 1 if last else 1
    reason = " ".join(reason.split())
    if last is not None and not reason:
        raise ValidationError({"reason": _("修改已生效的办法，请写明理由。")})
    if last is not None and last.body_hash == hash_of(scheme, draft.sources):
        raise ValidationError(_("与第 %(n)s 版没有差别，不用再生效。") % {"n": last.number})
    row = SchemeVersion(
        assessment=assessment, number=number, body=draft.body, sources=draft.sources, body_hash=hash_of(scheme, draft.sources),
        valid_from=valid_from, reason=reason, document_number=document_number.strip(), made_by=getattr(by, "acting_person", None),
    )  # fmt: skip
    row.save()
    audit.record(
        by=by, action="scheme.put_in_force", target=assessment, reason=reason,
        after={"number": number, "valid_from": valid_from, "hash": row.body_hash[:16], "document": row.document_number},
    )  # fmt: skip
    return row
