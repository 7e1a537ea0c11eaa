"""How much: numbers that the plan sets as goals, each in the shortest clause with subject and number.

A target has a count word or a per cent sign, or says 全部…一遍, 不出现…, 每个…都有. Not targets: funding and subsidies,
eligibility limits (50万元以下, 35岁以下), baselines (现有, 截至), numbers of a procedure (3个阶段), durations.
Placeholders (X, x, ×, \\*, 若干) stay empty, never 0. ``domain/rules.md`` §1.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaigns.plans import lexer
from campaigns.plans.model import Place, Target
from campaigns.plans.wrappers import Reading

NUMBER = r"(?:\d+(?:,\d{3})+|\d+(?:\.\d+)?|(?<![A-Za-z])[xX×*]{1,3}(?![A-Za-z]))"
_COUNT_WORDS = (
    "个百分点|个|名|人次|人|户次|户|家|项|件|所|座|处|条|辆|台|套|场次|场|期|篇|村|门|支|万亩|亩|公里|千米|米|平方米|平方公里|公顷|万吨|吨|公斤"
    "|头|只|株|棵|床|对|批|例|种|类|册|本|份|间|栋|幢|片|块|盏|口|眼|宗|起|倍|亿元|万元|元|千瓦|兆瓦|万千瓦|立方米|万立方米|万人|万户|万名|标箱|架次|小时|学时|课时|位|站|点|次|遍|回"
)
# 121人才, 3家庭, 5支部: the count word is only the head of a longer word.
_LONGER_WORD = (
    "(?<=人)[才员口均民力居大物工社]|(?<=家)[庭具长园电]|(?<=户)[籍外型]|(?<=场)[所景]|(?<=条)[例件款]|(?<=支)[部持撑出付]|(?<=位)[于置]"
    "|(?<=名)[单称额义誉]|(?<=头)雁|(?<=门)[类店]|(?<=项)目|(?<=件)事"
)
_QUANTITY = re.compile(
    rf"(?P<value>{NUMBER})(?:(?:[-—~～]|至|到)(?P<upper>{NUMBER}))?(?P<unit>%|‰|(?:[余多]?[万亿千百]?(?:余|多)?)(?:{_COUNT_WORDS}))(?!以来|之一)(?!{_LONGER_WORD})"
    rf"|(?P<ratio>\d+(?:\.\d+)?:\d+(?:\.\d+)?)(?!\d)"
    rf"|(?<=至少)(?P<few>[一两二三四五六七八九十]+)(?P<few_unit>个|名|人|家|户|项|处|条|所|件|场|支)"
    rf"|(?P<many>若干)(?P<many_unit>个|名|人|家|户|项|处|条|所|件|场|支)"
    rf"|一村(?P<each>[一两二三])(?P<each_unit>名|个|人)"
)
_COMPARATORS = (
    (">=", r"不少于|不低于|不小于|至少|达到|达|以上|及以上|突破|力争|超过\S{0,3}以上"), (">", r"超过|高于|大于|多于"),
    ("<=", r"不超过|不高于|控制在|以内|以下|不多于"), ("<", r"低于|小于|少于"), ("~", r"左右|约"),
)  # fmt: skip
_MONEY = re.compile(r"元$")
_FUNDING = re.compile(r"补贴|补助|奖励|奖补|贷款|贴息|资金|一次性|给予|最高|拨付|券|经费支持|额度|罚款|报销|收费|免费|押金|标准地")
_PAID = re.compile(r"享受|给予|安排|拨付|投入资金|下达")
_BASELINE = re.compile(r"现有|目前|截至|截止|已(?!经?达标的)|共有|仅|去年|上年(?!度)|上半年(?:已|完成了)|近年|以来|同期|在全面?实现.{0,30}的?基础上|基础上$|原有|累计(?:完成|建成|实现)了")
_ELIGIBLE = re.compile(
    r"(?:岁|年龄|学历|工龄)|\d\s*年(?:以上|内|以下)的|^(?:对|凡|属于?|符合|年满|收入低于)(?!.*(?:进行|开展|全部|实现|达到)).*(?:以上|以下|低于|高于|超过)"
    r"|一般不超过|每人不超过|原则上不超过"
)
_PROCEDURE = re.compile(r"^(?:严格|要|认真)?(?:按照|对照|依据|围绕|根据|聚焦|落实|执行)[^%]{0,30}\d+(?:个|项|条|大)(?:方面|阶段|环节|步骤|标准|流程|基本制度|制度|原则|要求|规定|必须|专题)")
_PROCEDURE_NOUN = re.compile(r"^(?:方面|阶段|环节|步骤|流程|基本制度|制度|工作日|小时|月内|月$|月[的,]|季度|学期|层面|层次|维度|板块)")
_DURATION = re.compile(r"^(?:工作日|自然日|小时内|月|季度)")
_MENTION = re.compile(r"^(?:方案|通知|意见|办法|手册)")
_WHOLE = re.compile(
    r"(?:全部|普遍|全员|集中)[^,。]{0,10}一遍|不(?:再)?出现[^,。]{2,}|(?:全面|全部|基本)(?:消除|清零|脱贫|摘帽|退出|达标|完成整改|清退)|(?:实现|确保|达到)[^,。]{0,14}(?:全覆盖|清零|零增长|零发生)"
    r"|与[^,。]{2,12}(?:增长)?(?:保持)?同步$|全部达到[^,。]{2,}|达到脱贫条件"
)
_EACH_ALL = re.compile(r"(?:让|使|确保)?每(?:个|名|户|村|位|家)[^,。]{2,20}都(?:有|能|要有|至少)[^,。]{2,}")
_EACH_CUT = re.compile(r"、(?=每[个名户村位家])")
_CADENCE_COUNT = re.compile(r"每(?:[一二两三半\d]{1,2}个?)?(?:季度?|个?月|半年|年度?|周|日|天)|定期")
_PER_UNIT = re.compile(r"(?:每|各)(?:一)?(?P<per>个?[\u4e00-\u9fff]{1,12}?)(?=(?:年内|今年|要|至少|不少于|建成|建|有|培育|发展|都|分别|打造|确定|选派))")
_THRESHOLD = re.compile(rf"(?P<value>{NUMBER})(?P<unit>[万亿]?(?:元|亩|人|户|岁)|%)(?:以上|及以上|以下)的")
_OPENING = re.compile(r"^(?:(?:(?:\d{4}年起?)?\d{1,2}年内|让(?=每)|同时|其中|并|并且|以及|和|及|还要|确保|力争|要|争取|努力|以|对标)(?![一-龥]?例))")
_DATE_HEAD = re.compile(r"^(?:(?:到|至|在)?\d{4}年(?:起?\d+年内|底前?|上半年|下半年|内|末)?|年内|年底前?|今年|全年|到年底|\d{1,2}年内|(?:到)?\d{1,2}月(?:底|\d{1,2}日)?前?)[,]?(?=[\u4e00-\u9fff])")
_LIST_CUT = re.compile(r"、|和|及(?!其|时|以上)|以及|并(?=[\u4e00-\u9fff])")
_YEAR = re.compile(r"(\d{4})年")


def targets(reading: Reading, spans: list[lexer.Span]) -> Iterator[Target]:
    """The targets in running text, in order. A clause with several counted things gives one target each."""
    for start, end in spans:
        pieces = list(lexer.clauses(reading.folded, start, end))
        for position, (a, b) in enumerate(pieces):
            following = pieces[position + 1] if position + 1 < len(pieces) else None
            cuts = [a, *(m.start() + 1 for m in _EACH_CUT.finditer(reading.folded, a, b)), b + 1]
            for start_of_piece, next_piece in pairwise(cuts):
                yield from _of_clause(reading, start_of_piece, next_piece - 1, following)


def _of_clause(reading: Reading, a: int, b: int, following: lexer.Span | None) -> Iterator[Target]:
    folded = reading.folded
    text = folded[a:b]
    if len(text) > 300:
        return
    counted = [m for m in _QUANTITY.finditer(folded, a, b) if _counts(folded, m, a, b)]
    if not counted:
        for pattern, rule in ((_EACH_ALL, "each_all"), (_WHOLE, "whole")):
            if (match := pattern.search(folded, a, b)) and not _BASELINE.search(text) and not _CADENCE_COUNT.search(text):
                yield _target(reading, _opening(folded, a, b), b, None, rule, 0.7)
                return
        return
    if _BASELINE.search(text) or _ELIGIBLE.search(text) or _PROCEDURE.search(text):
        return
    if text.startswith(("按照", "按")) and following and text.endswith(("要求", "比例", "标准", "目标")):
        yield _target(reading, a, following[1], counted[0], "as_required", 0.8)
        return
    for start, end, quantity in _shares(folded, a, b, counted):
        yield _target(reading, _opening(folded, start, end), end, quantity, "counted", 0.85)


def _counts(folded: str, match: re.Match[str], a: int, b: int) -> bool:
    """Is this number one to reach? Looks at its unit and at the words around it."""
    unit = match.group("unit") or ""
    tail, head = folded[match.end() : b], folded[a : match.start()]
    if unit in ("次", "遍", "回", "期") and _CADENCE_COUNT.search(head):
        return False  # a cadence, not an amount
    if unit == "个" and _PROCEDURE_NOUN.match(tail) or unit == "项" and re.match(r"(?:基本)?(?:制度|工作流程|流程|机制|内容|标准)", tail):
        return False
    if unit == "小时" or unit == "点" or (unit == "项" and head.endswith("等")):
        return False
    if unit == "%" and re.search(r"补贴|贴息|利息|贷款|报销|补助", head[-12:] + tail):
        return False
    if unit and _MONEY.search(unit) and (_FUNDING.search(head + tail) or re.match(r"以上的|以下的?|以内", tail)):
        return False
    if re.match(r"(?:以上|以下|及以上|及以下)的", tail) and _QUANTITY.search(folded, match.end(), b) and unit != "%":
        return False  # the threshold of another number
    if _PAID.search(head[-4:]):
        return False
    return folded[match.start() - 1 : match.start()] not in "第+〔" and not head.endswith(("第", "前", "近"))


def _shares(folded: str, a: int, b: int, counted: list[re.Match[str]]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Cut a list of counted things so that each share holds one number, wherever the number stands in it."""
    if len(counted) > 1 and (re.search(r"分别", folded[a : counted[0].start()])):
        yield a, b, counted[0]
        return
    start = a
    for this, following in zip(counted, [*counted[1:], None], strict=True):
        end = b
        if following:
            cuts = [m for m in _LIST_CUT.finditer(folded, this.end(), following.start())]
            if not cuts:
                continue
            cut = cuts[-1]
            end = cut.start()
        # A share whose number stands at its head keeps the words after it up to the cut; those without a number go on.
        yield start, end, this
        if following:
            start = cut.end()


def _opening(folded: str, start: int, end: int) -> int:
    """Skip 确保, 并, 其中 and a date at the head of the clause: the subject comes after them."""
    moved = True
    while moved:
        start, _ = lexer.trim(folded, start, end)
        moved = False
        if match := _OPENING.match(folded[start:end]):
            start, moved = start + match.end(), end - start - match.end() > 3
    return start


def _target(reading: Reading, start: int, end: int, quantity: re.Match[str] | None, rule: str, confidence: float) -> Target:
    folded = reading.folded
    start, end = lexer.trim_quotes(folded, *lexer.trim(folded, start, end))
    text = folded[start:end]
    value, unit, upper = None, "", None
    if quantity:
        value = quantity.group("value") or quantity.group("ratio")
        unit, upper = quantity.group("unit") or "", quantity.group("upper")
        for name in ("few", "each"):
            if quantity.group(name):
                value, unit = str(lexer.number_of(quantity.group(name))), quantity.group(f"{name}_unit")
        unit = unit or quantity.group("many_unit") or ""
    placeholder = bool(quantity) and (not value or not value[0].isdigit())
    threshold = next((m for m in _THRESHOLD.finditer(text) if not quantity or start + m.end("unit") != quantity.end("unit")), None)
    per_unit = _PER_UNIT.search(text)
    year = _YEAR.search(text) or _YEAR.search(folded[max(0, start - 8) : start])
    return Target(
        Place(start, end), confidence, rule, text=reading.words(start, end), subject=_subject(text, quantity, start),
        comparator="range" if upper else _comparator(text, quantity, start, value),
        value=None if placeholder or not value else (f"{value}-{upper}" if upper else value.replace(",", "")), unit=unit,
        threshold=threshold.group().removesuffix("的") if threshold else None,
        per_unit=per_unit.group("per") if per_unit else None,
        year=int(year.group(1)) if year else None, placeholder=placeholder,
    )  # fmt: skip


def _comparator(text: str, quantity: re.Match[str] | None, start: int, value: str | None) -> str:
    if not quantity:
        return "all"
    if value and ":" in value:
        return "ratio"
    near = text[max(0, quantity.start() - start - 6) : quantity.end() - start + 3]
    return next((sign for sign, words in _COMPARATORS if re.search(words, near)), "=")


def _subject(text: str, quantity: re.Match[str] | None, start: int) -> str:
    """What is counted: the words before the number, or after it where none stand before."""
    if not quantity:
        return text
    text_after_date = _DATE_HEAD.sub("", text)
    offset = len(text) - len(text_after_date)
    head = text_after_date[: max(0, quantity.start() - start - offset)]
    head = re.sub(r"(?:比例|数量)?(?:达到|达|不少于|不低于|超过|至少|增长|控制在|为|要|力争)*$", "", head)
    return head if len(head) >= 2 else text_after_date[max(0, quantity.end() - start - offset) :]
