"""Rules of village collective income."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from organizations.rule_kinds import Rule, RuleKind

INCOME_RULES = (
    Rule(
        "income.lines",
        gettext_lazy("计入集体经济收入的科目"),
        RuleKind.TEXT,
        default="经营收入/发包及上交收入/投资收益",
        meaning=gettext_lazy(
            "算档次和占比时加起来的科目，用斜线隔开：经营收入、发包及上交收入、投资收益、补助收入、其他收入。活动可以另定。"
        ),
        source=gettext_lazy("收益分配统计表；财政补助和一次性收入一般不计"),
    ),
    Rule(
        "income.bands",
        gettext_lazy("集体经济收入档次"),
        RuleKind.TEXT,
        default="5/10/20/50",
        unit=gettext_lazy("万元"),
        meaning=gettext_lazy("从低到高，用斜线隔开。正好等于档次线的算达到。"),
        source=gettext_lazy("各县常用 5 万、10 万、20 万、50 万元"),
    ),
    Rule(
        "income.empty_below",
        gettext_lazy("空壳村的收入线"),
        RuleKind.DECIMAL,
        default=Decimal(5),
        unit=gettext_lazy("万元"),
        meaning=gettext_lazy("报了数而且低于这条线的村列入空壳村；没报的另列，不算空壳。"),
        source=gettext_lazy("空壳村：无收入或经营性收入 5 万元以下"),
        minimum=Decimal(0),
        maximum=Decimal(1000),
    ),
    Rule(
        "income.jump_times",
        gettext_lazy("收入突增几倍时提醒核对"),
        RuleKind.INT,
        default=10,
        unit=gettext_lazy("倍"),
        meaning=gettext_lazy("与上年同季或上季相比，达到这个倍数提醒核对小数点。"),
        source=gettext_lazy("系统默认：多写一位小数就是 10 倍"),
        minimum=2,
        maximum=100,
    ),
    Rule(
        "income.fall_percent",
        gettext_lazy("收入下降多少时提醒核对"),
        RuleKind.INT,
        default=50,
        unit=gettext_lazy("%"),
        meaning=gettext_lazy("比上年同季和上季都降了这么多时提醒核对。"),
        source=gettext_lazy("系统默认：减半"),
        minimum=10,
        maximum=100,
    ),
)
