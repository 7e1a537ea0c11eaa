"""A recall as its page shows it: the four steps, and what its reason means for the person."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Recall
from cadres.posting_words import Consequence, consequences
from organizations.rules import rule_book, rule_value

RULE = "recalls.consequences"

TAGS = {"proposed": "warn", "verified": "warn", "decided": "late", "replaced": "ok", "dropped": "idle"}
STEP_OF = {"proposed": 2, "verified": 3, "decided": 4, "replaced": 5, "dropped": 2}


@dataclass(frozen=True)
class RecallRow:
    recall: Recall
    tag: str
    consequence: Consequence

    @property
    def steps(self) -> list[str]:
        recall = self.recall
        names = (_("乡镇提出"), _("组织部核实"), _("部务会研究"), _("补派"))
        days = (recall.proposed_on, recall.verified_on, recall.decided_on, recall.replaced_on)
        return [f"{name} {day:%m-%d}" if day else name for name, day in zip(names, days, strict=True)]

    @property
    def at(self) -> int:
        return STEP_OF[self.recall.state]

    @property
    def words(self) -> str:
        """Fixed by the rule of the day of the decision, so that a later change of the rule does not change it."""
        return self.consequence.words(self.recall.decided_on)


def recall_rows(recalls, on: date) -> list[RecallRow]:
    """One query for the rule with all its dates."""
    book = rule_book(RULE)
    return [
        RecallRow(row, TAGS[row.state], consequences(book.value(RULE, row.decided_on or on))[row.reason])
        for row in recalls
    ]


def reason_words(on: date) -> dict[str, str]:
    """What each reason would mean today."""
    return {key: one.words() for key, one in consequences(rule_value(RULE, on=on)).items()}
