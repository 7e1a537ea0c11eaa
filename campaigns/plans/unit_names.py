"""Names of units: cut a list into names, see groups and open lists, carry a prefix or suffix over.

``domain/rules.md`` §1, unit-name traps. A name stays as written; what carries over goes into ``normalized``.
"""

import re
from dataclasses import dataclass

from campaigns.plans import lexer

_SUFFIX = (
    "局|办公室|办|委员会|委|部|厅|院|所|站|中心|联合会|工商联|联|总工会|工会|协会|科协|文联|残联|红十字会|会|队|大队|支队|公司|集团|银行|行|社"
    "|学校|党校|校|大学|政府|管委会|党组|党工委|党委|支部|党总支|指挥部|专班|领导小组|小组|组|开发区|园区|新区|区|街道|镇|乡|村|社区|县|市|州"
    "|单位|部门|企业|机构|法院|检察院|委员|科室|股室|科|股|处|室|台|馆|厂|场|司|署|团委|军|馆|基地|组织|镇街|乡镇|分局|工业园|港|平台|党群|机关"
)
UNIT_END = re.compile(rf"(?:{_SUFFIX})(?:\([^()]{{1,12}}\))?$")
_GROUP = re.compile(r"^各|^全[县市区镇乡]|有关|相关|成员单位|派出单位|责任单位|其他|所属|^(?:县|市|区|镇)?直(?:属)?各?(?:单位|部门)|^乡镇|^镇街|^村级|各(?:乡|镇|街|村|区|县|市|部门|单位|科室)")
_ADMIN = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}?(?:自治州|自治县)|[省市县区州旗镇乡](?!长|[直级]))")
_PARTY = re.compile(r"^(?:组织部|宣传部|统战部|政法委|巡察办|编办|网信办|老干部?局|党校|办公室$|办$|社会工作部|改革办|督查室|农办|机要局|保密局|人才办)")
_NO_CARRY = re.compile(r"^(?:各|有关|相关|其他|全|团|国网|国家|中国|中央|驻|省|市|县|区|州|旗|镇|乡|街道|村|武警|人民银行|电信|移动|联通|铁塔|供电|邮政)")
_GOVERNMENT = re.compile(r"^(?:人民)?政府$|^办事处$")
_SHORT_NOUN = re.compile(r"^(?:区|县|市|镇|乡|街道|街道办事处|县级市|乡镇|镇街|部门|单位|村|社区|科室|企业|园区|区县)$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,6}(?:村|社区|镇|乡|街道)$")
_PLACE_AND_BODY = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:村|社区|镇|乡|街道)(党组织|党支部|党总支|党委|支部|党工委|村委会|居委会|人民政府|政府|办事处|“?两委”?)$")
_OPEN = re.compile(r"等(?:有关|相关|各|涉及|县直|市直)?(?:单位|部门|成员单位|乡镇|镇街|责任单位|地方|街道|企业)?$")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_PERSON = re.compile(rf"^(?:[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[某×xX*]{{1,2}})|[xX×*]{{2,3}})$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a list with its span in the text."""

    text: str
    start: int
    end: int
    open_list: bool = False


def looks_like_unit(name: str) -> bool:
    """Ends as units end: 局, 办, 委, 部, 政府, 党委 …; not a person, not a sentence."""
    return 2 <= len(name) <= 30 and bool(UNIT_END.search(name)) and not is_person(name) and not re.search(r"[。!?:%]", name)


def is_person(name: str) -> bool:
    """Two or three characters with a common surname, and no unit's ending."""
    return bool(_PERSON.match(name)) and not re.search(r"(?:局|办|委|部|厅|院|所|站|镇|乡|村|区|会|中心|公司)$", name)


def is_group(name: str) -> bool:
    """各乡镇党委, 县直有关部门: opens against the unit register."""
    return bool(_GROUP.search(name))


def split_and(folded: str, span: lexer.Span) -> list[lexer.Span]:
    """Cut at 和/及/与 only between two names: 县教育局和县财政局, never 人力资源和社会保障局."""
    start, end = span
    for match in re.compile("以及|和|及|与").finditer(folded, start + 2, end - 2):
        left, right = folded[start : match.start()], folded[match.end() : end]
        if lexer.brackets(folded, start, end) and _inside(folded, span, match.start()):
            continue
        if looks_like_unit(left) and looks_like_unit(right) and (_ADMIN.match(right) or is_group(right) or _PLACE.match(left)):
            return [(start, match.start()), *split_and(folded, (match.end(), end))]
    return [span]


def _inside(folded: str, span: lexer.Span, at: int) -> bool:
    return any(a < at < b for a, b in lexer.brackets(folded, *span))


def clean_name(folded: str, start: int, end: int) -> Name | None:
    """The name in the span without 由, without 等 at its end, without a person in brackets; None if nothing is left."""
    start, end = lexer.trim(folded, start, end, "。.:“”\"'")
    if folded[start : start + 1] == "由":
        start += 1
    open_list = folded[end - 1 : end] == "等"
    if open_list:
        end -= 1
    person = re.search(r"\s*[(\[]([^()\[\]]{2,4})[)\]]$", folded[start:end])
    if person and is_person(person.group(1)):
        end = start + person.start()
    start, end = lexer.trim(folded, start, end)
    text = folded[start:end]
    # 县住建局 李某某: a blank parts the unit from a person.
    if " " in text and is_person(text.rsplit(" ", 1)[1]):
        end = start + text.rindex(" ")
        text = folded[start:end].rstrip()
    if len(text) < 2 or len(text) > 60 or not re.search(r"[\u4e00-\u9fffA-Za-z]", text):
        return None
    return Name(text, start, end, open_list or bool(_OPEN.search(text)))


def full_names(names: list[str]) -> list[tuple[str, ...]]:
    """For each name of one list: the full names where something carries over, else ()."""
    result: list[tuple[str, ...]] = []
    prefix = party = group = ""
    for position, name in enumerate(names):
        full: tuple[str, ...] = ()
        admin = _ADMIN.match(name)
        if admin and not _SHORT_NOUN.match(name):
            prefix = admin.group()
            party = f"{prefix}委" if name.startswith(f"{prefix}委") else party
        elif group and _SHORT_NOUN.match(name):
            full = (group + name,)
        elif body := _shared_body(names, position):
            full = (name + body,)
        elif position and _GOVERNMENT.match(name) and re.search(r"党委|党工委", names[position - 1]):
            full = (re.sub(r"党委|党工委", "", names[position - 1]) + name,)  # 各乡镇党委、政府
        elif prefix and not _NO_CARRY.match(name) and UNIT_END.search(name) and not _PLACE.match(name):
            full = ((f"{prefix}委" if party and _PARTY.match(name) else prefix) + name,)
        if match := re.match(r"各(?:有关|相关)?", name):
            group = match.group()
        elif not _SHORT_NOUN.match(name):
            group = ""
        result.append(full or _open_parts(name, prefix))
    return result


def _shared_body(names: list[str], position: int) -> str:
    """茶山村、白石村党组织: the last of a run of places names the body for all of them."""
    if not _PLACE.match(names[position]):
        return ""
    for later in names[position + 1 :]:
        if body := _PLACE_AND_BODY.match(later):
            return body.group(1)
        if not _PLACE.match(later):
            return ""
    return ""


def _open_parts(name: str, prefix: str) -> tuple[str, ...]:
    """县扶贫办等…成员单位 stands for 县扶贫办 and a group."""
    head, mark, rest = name.partition("等")
    if not mark or not UNIT_END.search(head):
        return ()
    if len(rest) <= 6:
        return (head,)
    return (head, rest if _ADMIN.match(rest) else prefix + rest)
