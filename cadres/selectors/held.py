"""Figures that a campaign's indicator may take from here."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Posting, PostingKind
from cadres.periods import last_whole_month
from cadres.selectors.presence import presence_of
from organizations.held_figures import Figure, held_source
from organizations.rules import rule_value
from villages.held import answers_for


@held_source(gettext_lazy("上月驻村天数达到要求的第一书记（占比）"))
def days_reached_share(indicator, units, on: date) -> dict[int, Figure]:
    """Of the first secretaries posted the whole month: how many reached the month's days. The month that is over on the
    day; whoever came or left in it could not reach them and is not counted. A unit without any has no figure."""
    first, last = last_whole_month(on)
    target = rule_value("attendance.month_days", on=last)
    posted = Posting.objects.filter(kind=PostingKind.FIRST_SECRETARY, starts_on__lte=first).exclude(ended_on__lt=last)
    rows = list(posted.select_related("unit"))
    reached = {key: row.count.days >= target for key, row in presence_of(rows, first=first, last=last).items()}
    words = _("%(year)s年%(month)s月驻村满 %(n)s 天的第一书记") % {
        "year": first.year,
        "month": first.month,
        "n": target,
    }
    found = {}
    for unit in units:
        below = [reached[row.pk] for row in rows if row.unit.path.startswith(answers_for(unit))]
        if below:
            found[unit.pk] = Figure(Decimal(sum(below)), Decimal(len(below)), words, last)
    return found
