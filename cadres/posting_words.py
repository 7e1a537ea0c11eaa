"""The words of the county's rules on postings, and what each of them is in the registers."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cadres.models import PostingKind, Recall, Supporter
from organizations.rule_texts import read_consequences, read_words
from villages.models import Village

PRIORITIES = {
    "重点帮扶村": Village.Priority.KEY,
    "易地搬迁安置村": Village.Priority.RELOCATION,
    "监测重点村": Village.Priority.MONITORED,
    "示范村": Village.Priority.DEMONSTRATION,
}
HOLDERS: dict[str, str] = {
    "县级领导": Supporter.Kind.COUNTY_LEADER.value,
    "乡镇领导": Supporter.Kind.TOWNSHIP_LEADER.value,
    "帮扶单位": Supporter.Kind.UNIT.value,
    "第一书记": PostingKind.FIRST_SECRETARY.value,
    "党建指导员": PostingKind.ADVISER.value,
}
REASONS = {
    "健康家庭": Recall.Reason.ILLNESS,
    "能力不适应": Recall.Reason.UNFIT,
    "工作不力": Recall.Reason.SLACK,
    "驻村不到位": Recall.Reason.ABSENT,
    "违纪或考核不合格": Recall.Reason.DISCIPLINE,
    "退休调动辞职": Recall.Reason.TRANSFER,
}


@dataclass(frozen=True)
class Consequence:
    """What a recall for a reason means for the person; `until` is the last day without promotion."""

    years: int = 0
    no_excellent: bool = False

    def until(self, decided_on: date) -> date | None:
        if not self.years:
            return None
        try:
            return decided_on.replace(year=decided_on.year + self.years)
        except ValueError:  # 29 February
            return decided_on.replace(year=decided_on.year + self.years, day=28)

    def words(self, decided_on: date | None = None) -> str:
        parts = []
        if self.no_excellent:
            parts.append(_("当年不得评优"))
        if self.years:
            parts.append(
                _("到 %(day)s 前不提拔") % {"day": self.until(decided_on)}
                if decided_on
                else _("%(n)s 年内不提拔") % {"n": self.years}
            )
        return _("，").join(parts) or _("没有后果")


def is_of_kind(village: Village | None, words: str) -> bool:
    """Whether the village is of one of the kinds a rule names. One of which nothing is known is of none."""
    if village is None:
        return False
    for word in read_words(words):
        if word == "脱贫村" and village.was_poor:
            return True
        if word == "软弱涣散村" and village.weak_organization:
            return True
        if word in PRIORITIES and village.priority == PRIORITIES[word]:
            return True
    return False


def holder_kinds(words: str) -> frozenset[str]:
    return frozenset(HOLDERS[word] for word in read_words(words) if word in HOLDERS)


def consequences(words: str) -> dict[str, Consequence]:
    """By reason of recall; one the rule does not name has none."""
    found = {reason.value: Consequence() for reason in REASONS.values()}
    for word, (years, no_excellent) in read_consequences(words).items():
        found[REASONS[word].value] = Consequence(years, no_excellent)
    return found
