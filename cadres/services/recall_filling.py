"""A recall is over when somebody else is in post: the vacancy it left is filled."""

from datetime import date

from django.db import transaction

from cadres.models import Posting, Recall
from cadres.services import posting_notices
from organizations.services import audit


@transaction.atomic
def fill_recall(*, replacement: Posting, by, on: date) -> Recall | None:
    """Close the decided recall of whom this posting replaces; without such a link, the village's oldest of that kind."""
    waiting = Recall.objects.select_for_update(of=("self",)).filter(
        unit=replacement.unit_id, posting__kind=replacement.kind, state=Recall.State.DECIDED
    )
    if replacement.replaces_id:
        waiting = waiting.filter(posting=replacement.replaces_id)
    recall = (
        waiting.select_related("posting__person", "posting__sending_unit", "unit").order_by("decided_on", "pk").first()
    )
    if recall is None:
        return None
    recall.state, recall.replaced_on, recall.replacement = Recall.State.REPLACED, replacement.starts_on, replacement
    recall.version += 1
    recall.save(update_fields=["state", "replaced_on", "replacement", "version"])
    audit.record(
        by=by, action="recall.replace", target=recall,
        after={"replacement": replacement.person, "replaced_on": replacement.starts_on},
    )  # fmt: skip
    posting_notices.recalling(recall=recall, by=by, on=on)
    return recall
