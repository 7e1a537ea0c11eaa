"""A recall in four steps: the township proposes, the office verifies, the ministry's meeting decides, somebody follows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cadres.models import Posting, Recall
from cadres.services import posting_notices, postings
from organizations.services import audit
from organizations.services.versions import lock_version

MAX_WORDS = 300


@transaction.atomic
def propose(*, posting: Posting, reason: str, words: str, by, on: date) -> Recall:
    """Step one. Refused: who has left already, a second recall of the same posting, no words."""
    if not by.has_perm("cadres.propose_recall", posting):
        raise ValidationError(_("召回由乡镇党委书记或组织部提出。"))
    stored = (
        Posting.objects.select_for_update(of=("self",))
        .select_related("person", "unit__parent", "sending_unit")
        .get(pk=posting.pk)
    )
    if stored.ended_on:
        raise ValidationError(_("%(who)s已经离任。") % {"who": stored.person})
    if reason not in Recall.Reason.values:
        raise ValidationError({"reason": _("请选择事由。")})
    words = " ".join(words.split())
    if not words or len(words) > MAX_WORDS:
        raise ValidationError({"words": _("请写明情况，不超过 %(n)s 个字。") % {"n": MAX_WORDS}})
    try:
        with transaction.atomic():
            recall = Recall.objects.create(
                posting=stored, unit=stored.unit, reason=reason, words=words, proposed_on=on, made_by=by.acting_person
            )
    except IntegrityError as error:
        if "recall_once" not in str(error):
            raise
        raise ValidationError(_("这个人的召回已在办理。")) from error
    audit.record(
        by=by, action="recall.propose", target=recall, after={"person": stored.person, "reason": reason, "words": words}
    )
    posting_notices.recalling(recall=recall, by=by, on=on)
    return recall


@transaction.atomic
def verify(*, recall: Recall, verified_on: date, version: int, by, on: date) -> Recall:
    stored = _stored(recall, version, by, Recall.State.PROPOSED)
    _check_day("verified_on", verified_on, stored.proposed_on, on)
    stored.state, stored.verified_on = Recall.State.VERIFIED, verified_on
    _write(stored, "state", "verified_on")
    audit.record(by=by, action="recall.verify", target=stored, after={"verified_on": verified_on})
    posting_notices.recalling(recall=stored, by=by, on=on)
    return stored


@transaction.atomic
def decide(*, recall: Recall, decided_on: date, document: str, version: int, by, on: date) -> Recall:
    """Step three: the posting ends that day, and the village is vacant until somebody follows."""
    stored = _stored(recall, version, by, Recall.State.VERIFIED)
    _check_day("decided_on", decided_on, stored.verified_on or stored.proposed_on, on)
    document = document.strip()
    if not document:
        raise ValidationError({"document": _("请填写研究决定的文件或会议纪要。")})
    stored.state, stored.decided_on, stored.document = Recall.State.DECIDED, decided_on, document
    _write(stored, "state", "decided_on", "document")
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=stored.posting_id)
    if posting.ended_on is None:
        postings.close(
            posting=posting, ended_on=max(decided_on, posting.starts_on), reason=Posting.EndReason.RECALL,
            words=stored.get_reason_display(),
        )  # fmt: skip
    audit.record(by=by, action="recall.decide", target=stored, after={"decided_on": decided_on, "document": document})
    posting_notices.recalling(recall=stored, by=by, on=on)
    return stored


@transaction.atomic
def drop(*, recall: Recall, words: str, version: int, by, on: date) -> Recall:
    """Not recalled: before the decision, with words. The person stays; another recall may be proposed later."""
    stored = _stored(recall, version, by, Recall.State.PROPOSED, Recall.State.VERIFIED)
    words = " ".join(words.split())
    if not words:
        raise ValidationError({"words": _("请写明不予召回的理由。")})
    stored.state, stored.drop_words = Recall.State.DROPPED, words[:MAX_WORDS]
    _write(stored, "state", "drop_words")
    audit.record(by=by, action="recall.drop", target=stored, after={"state": stored.state}, reason=words)
    posting_notices.recalling(recall=stored, by=by, on=on)
    return stored


def _stored(recall: Recall, version: int, by, *states: str) -> Recall:
    stored = lock_version(instance=recall, version=version)
    stored = Recall.objects.select_related("posting__person", "posting__sending_unit", "unit__parent").get(pk=stored.pk)
    if not by.has_perm("cadres.handle_recall", stored):
        raise ValidationError(_("召回由组织部办理。"))
    if stored.state not in states:
        raise ValidationError(_("这件召回已到下一步：%(state)s。") % {"state": stored.get_state_display()})
    return stored


def _check_day(field: str, day: date, after: date, on: date) -> None:
    if day > on:
        raise ValidationError({field: _("日期还没有到，请到那一天再登记。")})
    if day < after:
        raise ValidationError({field: _("日期早于上一步的 %(day)s。") % {"day": after}})


def _write(recall: Recall, *fields: str) -> None:
    recall.version += 1
    recall.save(update_fields=[*fields, "version"])
