"""What a unit that is merged or closed, and a person who leaves, mean for postings and helpers.

Named in settings.UNIT_MERGED, UNIT_CLOSED, UNIT_COUNTS and PERSON_LEFT; part of that change, which has its audit line.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cadres.models import Posting, Recall, Supporter
from cadres.services.postings import close
from organizations.models import Person, Unit, UnitKind
from organizations.roles import Role
from organizations.services import notices


@transaction.atomic
def unit_merged(*, unit: Unit, into: Unit, by, on: date, paper: str) -> None:
    """Whoever was sent to a village that is no more has left it; who was sent by a unit belongs to its successor."""
    _end_of_village(unit, on, _("%(unit)s并入%(into)s") % {"unit": unit, "into": into})
    Posting.objects.filter(sending_unit=unit, ended_on__isnull=True).update(sending_unit=into, version=F("version") + 1)
    Supporter.objects.filter(helping_unit=unit, ended_on__isnull=True).update(
        helping_unit=into, version=F("version") + 1
    )


@transaction.atomic
def unit_closed(*, unit: Unit, by, on: date, paper: str) -> None:
    """The unit that sent somebody stays in the posting's history; as a helper it helps no longer."""
    _end_of_village(unit, on, _("%(unit)s已撤销") % {"unit": unit})
    for row in Supporter.objects.select_for_update(of=("self",)).filter(helping_unit=unit, ended_on__isnull=True):
        _end(row, on)


def running_postings(unit: Unit) -> tuple[str, int]:
    """Named in settings.UNIT_COUNTS: what hangs on the unit before it is merged or closed."""
    here = Posting.objects.filter(unit=unit, ended_on__isnull=True).count()
    return _("在岗的派驻"), here + Posting.objects.filter(sending_unit=unit, ended_on__isnull=True).count()


@transaction.atomic
def person_left(*, person: Person, by, on: date) -> None:
    """A helper who leaves holds no village any more. A posting is not ended by itself: how it ended is for the office
    to say, and its desk reminds of it. Townships, the office and the unit that sent the person are told."""
    held = list(
        Supporter.objects.select_for_update(of=("self",))
        .filter(person=person, ended_on__isnull=True)
        .select_related("unit__parent")
    )
    for row in held:
        _end(row, on)
    posted = list(Posting.objects.filter(person=person, ended_on__isnull=True).select_related("unit__parent"))
    office = Unit.objects.filter(kind=UnitKind.COUNTY_OFFICE).valid_on(on)
    for rows, link, subject in (
        (held, reverse("cadres:supporters"), _("%(who)s离开，包联的村要换人")),
        (posted, reverse("cadres:postings"), _("%(who)s离开，派驻要登记离任和补派")),
    ):
        if rows:
            places = _("、").join(str(row.unit) for row in rows)
            towns = [row.unit.parent for row in rows if row.unit.parent is not None]
            notices.send_notice(
                by=by, subject=subject % {"who": person}, body=_("涉及：%(places)s。") % {"places": places},
                units=[*towns, *office], roles=[Role.COUNTY_OFFICE, Role.TOWNSHIP_LEAD, Role.TOWNSHIP], link=link,
            )  # fmt: skip


def _end_of_village(unit: Unit, on: date, words: str) -> None:
    for posting in Posting.objects.select_for_update(of=("self",)).filter(unit=unit, ended_on__isnull=True):
        close(posting=posting, ended_on=max(on, posting.starts_on), reason=Posting.EndReason.OTHER, words=words)
    for row in Supporter.objects.select_for_update(of=("self",)).filter(unit=unit, ended_on__isnull=True):
        _end(row, on)
    # Nobody will be sent to a village that is no more; one that was proposed only has lost its object.
    waiting = Recall.objects.filter(unit=unit, state__in=(Recall.State.PROPOSED, Recall.State.VERIFIED))
    waiting.update(state=Recall.State.DROPPED, version=F("version") + 1)


def _end(row: Supporter, on: date) -> None:
    row.ended_on, row.version = max(on, row.starts_on), row.version + 1
    row.save(update_fields=["ended_on", "version"])
