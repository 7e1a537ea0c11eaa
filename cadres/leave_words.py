"""The words of the county's rules, and which kind of leave or finding each of them is."""

from cadres.models import Finding, Leave
from organizations.rule_texts import read_words

LEAVE_KINDS = {
    "事假": Leave.Kind.PERSONAL,
    "病假": Leave.Kind.SICK,
    "年休假": Leave.Kind.ANNUAL,
    "婚产丧假": Leave.Kind.FAMILY,
    "公务外出": Leave.Kind.OFFICIAL,
    "培训": Leave.Kind.TRAINING,
    "会议": Leave.Kind.MEETING,
}
FINDING_KINDS = {
    "无故不在岗": Finding.Kind.ABSENT,
    "未经批准离岗": Finding.Kind.UNREPORTED_LEAVE,
    "走读式帮扶": Finding.Kind.NOT_RESIDENT,
}


def leave_kinds(text: str) -> frozenset[str]:
    return frozenset(LEAVE_KINDS[word].value for word in read_words(text) if word in LEAVE_KINDS)


def finding_kinds(text: str) -> frozenset[str]:
    return frozenset(FINDING_KINDS[word].value for word in read_words(text) if word in FINDING_KINDS)
