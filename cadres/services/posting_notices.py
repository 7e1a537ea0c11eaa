"""Who is told of a posting, its end and a recall: village, township, the unit that sent the person, the office."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Posting, Recall
from organizations.models import Unit, UnitKind
from organizations.roles import Role
from organizations.services import notices

READERS = (Role.VILLAGE, Role.TOWNSHIP_LEAD, Role.TOWNSHIP, Role.UNIT_LIAISON)
RECALL_READERS = (Role.TOWNSHIP_LEAD, Role.UNIT_LIAISON, Role.COUNTY_OFFICE)


@transaction.atomic
def posted(*, posting: Posting, by) -> None:
    _send(
        by=by, subject=_("%(who)s到%(unit)s任%(kind)s"), posting=posting, roles=READERS,
        body=_("%(first)s 到任，任期至 %(last)s。") % {"first": posting.starts_on, "last": posting.ends_on},
    )  # fmt: skip


@transaction.atomic
def ended(*, posting: Posting, by) -> None:
    body = _("%(day)s 离任，原因：%(why)s。") % {"day": posting.ended_on, "why": posting.get_end_reason_display()}
    _send(by=by, subject=_("%(who)s离任%(unit)s%(kind)s"), posting=posting, body=body, roles=READERS)


@transaction.atomic
def recalling(*, recall: Recall, by, on: date) -> None:
    """Where the recall stands. Not its reason: that is for who opens the page and may see it."""
    subjects = {
        Recall.State.PROPOSED: _("提出召回%(unit)s%(kind)s%(who)s，请核实"),
        Recall.State.VERIFIED: _("召回%(unit)s%(kind)s%(who)s已核实，请提交研究"),
        Recall.State.DECIDED: _("决定召回%(unit)s%(kind)s%(who)s，请补派"),
        Recall.State.REPLACED: _("%(unit)s%(kind)s%(who)s召回后已补派"),
        Recall.State.DROPPED: _("%(unit)s%(kind)s%(who)s不予召回"),
    }
    office = list(Unit.objects.filter(kind=UnitKind.COUNTY_OFFICE).valid_on(on))
    _send(
        by=by, subject=subjects[Recall.State(recall.state)], posting=recall.posting, body=_("进度：%(state)s。") % {"state": recall.get_state_display()},
        roles=RECALL_READERS, more=office, link=reverse("cadres:recall", args=[recall.public_id]),
    )  # fmt: skip


def _send(*, by, subject: str, body: str, posting: Posting, roles, more=(), link: str = "") -> None:
    units = [unit for unit in (posting.unit, posting.unit.parent, posting.sending_unit, *more) if unit is not None]
    facts = {"who": posting.person, "unit": posting.unit, "kind": posting.get_kind_display()}
    notices.send_notice(
        by=by, subject=subject % facts, body=body, units=units, roles=roles,
        link=link or reverse("cadres:posting", args=[posting.public_id]),
    )  # fmt: skip
