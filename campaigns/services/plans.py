"""A plan document comes in, is read, and its questions are answered."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Plan, PlanQuestion
from organizations.models import Unit
from organizations.services import audit

# 500 tasks of a page each are a book; more is not a plan.
MOST_CHARACTERS = 400_000


@transaction.atomic
def take_in(*, reading: dict[str, Any], owner: Unit, file_name: str, by) -> Plan:
    """Keep a document that was read (`campaigns.plans.plan_as_json`), with its text and its questions.

    Refuses an empty text and one that is longer than any plan. A document without tasks is kept: staff may go on by hand.
    """
    text = reading["text"]
    if not text.strip():
        raise ValidationError(_("文件里没有读到文字。请粘贴正文，或换一份 Word 文件。"))
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(_("正文超过 40 万字，不像一份方案。请只放方案正文。"))
    plan = Plan.objects.create(
        owner=owner,
        title=(reading["title"] or file_name or _("未命名方案"))[:200],
        file_name=file_name[:160],
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        reading={name: value for name, value in reading.items() if name != "text"},
        uploaded_by=getattr(by, "acting_person", None),
    )
    PlanQuestion.objects.bulk_create(
        [
            PlanQuestion(
                plan=plan, number=number, kind=question["kind"], text=question["text"], readings=question["readings"],
                span_start=question["span"][0], span_end=question["span"][1],
            )
            for number, question in enumerate(reading["questions"], 1)
        ]
    )  # fmt: skip
    audit.record(by=by, action="plan.take_in", target=plan, after={"file": file_name, "characters": len(text)})
    return plan


@transaction.atomic
def answer_question(*, question: PlanQuestion, answer: str, by) -> None:
    """Say how the plan is meant; blank takes the answer back. Refused once the campaign is published."""
    question = PlanQuestion.objects.select_for_update().get(pk=question.pk)
    if Campaign.objects.filter(plan=question.plan_id).exclude(state=Campaign.State.DRAFT).exists():
        raise ValidationError(_("活动已经发布，答复不能再改。要改内容请走变更。"))
    before, question.answer = question.answer, answer.strip()[:300]
    question.answered_at = timezone.now() if question.answer else None
    question.save(update_fields=["answer", "answered_at"])
    audit.record(
        by=by, action="plan.answer", target=question, before={"answer": before}, after={"answer": question.answer}
    )


@transaction.atomic
def move_plan(*, plan: Plan, to: str, by) -> None:
    """One step along Plan.MOVES."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if to not in Plan.MOVES[Plan.State(plan.state)]:
        raise ValidationError(_("方案现在的状态不能这样处理。"))
    before, plan.state = plan.state, to
    plan.save(update_fields=["state"])
    audit.record(by=by, action="plan.move", target=plan, before={"state": before}, after={"state": to})
