"""Rules of leave, days in the village and what follows from a spot check."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from organizations.rule_kinds import Rule, RuleKind
from organizations.rule_texts import only, read_steps

# The words a county writes; which kind of leave or finding each one is, `cadres.leave_words` says.
LEAVE_WORDS = ("事假", "病假", "年休假", "婚产丧假", "公务外出", "培训", "会议")
FINDING_WORDS = ("无故不在岗", "未经批准离岗", "走读式帮扶")

LEAVE_RULES = (
    Rule(
        "leave.township_days",
        gettext_lazy("几天以内的请假由乡镇审批"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("不超过这么多天由乡镇党委书记审批，超过的由组织部审批。首尾相接的请假合并计算。"),
        source=gettext_lazy("各地驻村管理办法：3 天以内乡镇党委审批，3 天以上报县委组织部"),
        minimum=0,
        maximum=30,
    ),
    Rule(
        "leave.year_days",
        gettext_lazy("一年请假累计上限"),
        RuleKind.INT,
        default=30,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("超过时申请和审批页面提示，可按召回规定研究调整人选；不计入的类别见“计入在岗的外出”。"),
        source=gettext_lazy("县区驻村工作队管理办法：一年请假超过 30 天应召回并补派"),
        minimum=1,
        maximum=366,
    ),
    Rule(
        "leave.counts_as_present",
        gettext_lazy("计入在岗的外出"),
        RuleKind.TEXT,
        default="公务外出/培训/会议",
        meaning=gettext_lazy("这些类别的外出仍算驻村天数，也不占请假累计。用斜线隔开。"),
        source=gettext_lazy("省级驻村管理规定：驻村天数含公务出差、会议和培训"),
        check=only(LEAVE_WORDS),
    ),
    Rule(
        "attendance.month_days",
        gettext_lazy("每月驻村天数"),
        RuleKind.INT,
        default=20,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("月历上与实际驻村天数对照。0 为不作要求。"),
        source=gettext_lazy("各地驻村管理办法：每月不少于 20 天"),
        minimum=0,
        maximum=31,
    ),
    Rule(
        "attendance.quarter_days",
        gettext_lazy("每季度驻村天数"),
        RuleKind.INT,
        default=0,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("0 为不作要求，有的地方规定每季度不少于 50 天。"),
        source=gettext_lazy("系统默认；各地规定不一"),
        minimum=0,
        maximum=92,
    ),
    Rule(
        "attendance.year_days",
        gettext_lazy("全年驻村天数"),
        RuleKind.INT,
        default=0,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("0 为不作要求，有的地方规定全年不少于 160 天。"),
        source=gettext_lazy("系统默认；各地规定不一"),
        minimum=0,
        maximum=366,
    ),
    Rule(
        "attendance.weekends_count",
        gettext_lazy("休息日计入驻村天数"),
        RuleKind.BOOL,
        default=True,
        meaning=gettext_lazy("开启时按日历天倒推，没有请假、没有空岗就算驻村；关闭时只算工作日历上的工作日。"),
        source=gettext_lazy("系统默认：默认在岗、只登记不在岗，不打卡"),
    ),
    Rule(
        "findings.counted",
        gettext_lazy("计入不在岗次数的情形"),
        RuleKind.TEXT,
        default="无故不在岗/未经批准离岗",
        meaning=gettext_lazy("抽查发现中哪些情形累计次数并产生后果，用斜线隔开。"),
        source=gettext_lazy("各地驻村管理办法"),
        check=only(FINDING_WORDS),
    ),
    Rule(
        "findings.consequences",
        gettext_lazy("不在岗次数的后果"),
        RuleKind.TEXT,
        default="1=年度考核不得评为优秀/2=年度考核最高为基本称职/3=年度考核定为不称职",
        meaning=gettext_lazy("一年内累计到几次有什么后果，写成“次数=后果”，用斜线隔开；取已达到的最高一档。"),
        source=gettext_lazy("各地驻村管理办法：1 次不得评优、2 次基本称职、3 次及以上不称职"),
        check=read_steps,
    ),
    Rule(
        "findings.township_deduction",
        gettext_lazy("一次不在岗，乡镇扣分"),
        RuleKind.DECIMAL,
        default=Decimal("0.1"),
        unit=gettext_lazy("分"),
        meaning=gettext_lazy("每发现一次，所在乡镇党建考核扣这么多分。0 为不扣。"),
        source=gettext_lazy("各地驻村管理办法：发现一次扣 0.1 分"),
        minimum=0,
        maximum=10,
    ),
    Rule(
        "findings.sender_deduction",
        gettext_lazy("一人不在岗，派出单位扣分"),
        RuleKind.DECIMAL,
        default=Decimal("0.1"),
        unit=gettext_lazy("分"),
        meaning=gettext_lazy("一年内有不在岗记录的，每人扣派出单位这么多分。0 为不扣。"),
        source=gettext_lazy("各地驻村管理办法：每人扣 0.1 分"),
        minimum=0,
        maximum=10,
    ),
)
