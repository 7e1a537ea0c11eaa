"""Chainable reads of leave."""

from datetime import date
from typing import Self

from django.db.models import Q

from cadres.querysets.sent import SentQuerySet


class LeaveQuerySet(SentQuerySet):
    def approved(self) -> Self:
        return self.filter(state="approved")

    def touching(self, first: date, last: date) -> Self:
        """Those with a day in the span, by what was asked; an early return is looked at by who counts."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def that_hold(self) -> Self:
        """Asked for or granted: what another request must not lie over."""
        return self.filter(state__in=("asked", "approved"))

    def away_on(self, on: date) -> Self:
        """Granted and running on the day; whoever is back since the morning is not away."""
        return (
            self.approved()
            .touching(on, on)
            .filter(Q(back_on__isnull=True) | Q(back_on__gt=on) | Q(back_on=on, back_half="pm"))
        )

    def named(self, text: str) -> Self:
        """By name of whoever is away, pinyin too where the person is in the county's people."""
        return self.filter(Q(person__search_keys__icontains=text) | Q(officer__name__icontains=text))

    def waiting(self) -> Self:
        return self.filter(state="asked")

    def in_state(self, state: str, on: date) -> Self:
        """waiting, now (away on the day), training (of those), coming, past; anything else is all of them."""
        match state:
            case "waiting":
                return self.waiting()
            case "now":
                return self.away_on(on)
            case "training":
                return self.away_on(on).filter(kind="training")
            case "coming":
                return self.approved().filter(starts_on__gt=on)
            case "past":
                over = Q(ends_on__lt=on) | Q(back_on__lt=on) | Q(back_on=on, back_half="am")
                return self.filter(Q(state__in=("refused", "withdrawn")) | Q(over, state="approved"))
        return self

    def for_rows(self) -> Self:
        return self.select_related(
            "person", "officer", "unit__parent", "posting__sending_unit", "decided_by", "asked_by"
        )
