"""Rules of filing, review, reminders, urging and burden."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from organizations.rule_kinds import Rule, RuleKind

REPORTING_RULES = (
    Rule(
        "filing.clerk_may_submit",
        gettext_lazy("党建办可以直接提交填报"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy("关闭时由乡镇党建办填写、党委书记提交；开启后党建办可以直接提交。"),
        source=gettext_lazy("系统默认；数字由谁负责，各县规定不一"),
    ),
    Rule(
        "filing.most_photos",
        gettext_lazy("每项填报最多几个佐证文件"),
        RuleKind.INT,
        default=6,
        unit=gettext_lazy("个"),
        meaning=gettext_lazy("佐证材料选填，超过这个数就不再接收。"),
        source=gettext_lazy("为基层减负：不以材料多少论工作"),
        minimum=0,
        maximum=20,
    ),
    Rule(
        "review.lead_units",
        gettext_lazy("牵头单位参与审核"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy(
            "开启后，牵头单位可以审核自己牵头任务的填报项；关闭时只能查看。整份审核仍由组织部门完成。"
        ),
        source=gettext_lazy("系统默认：由组织部门统一审核"),
    ),
    Rule(
        "review.common_reasons",
        gettext_lazy("常用退回理由"),
        RuleKind.TEXT,
        default="数字与上期不衔接/缺少佐证材料/进展写得太笼统/与台账数不一致",
        meaning=gettext_lazy("审核时可以直接点选的理由，用斜线隔开。"),
        source=gettext_lazy("系统默认"),
    ),
    Rule(
        "reminders.days_before",
        gettext_lazy("到期前几天提醒填报"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("离到期这么多天时提醒还没有报的单位，逢休息日顺延到上班第一天。0 为到期前不提醒。"),
        source=gettext_lazy("系统默认；为基层减负：每个单位一天最多一条"),
        minimum=0,
        maximum=15,
    ),
    Rule(
        "reminders.on_the_day",
        gettext_lazy("到期当天提醒填报"),
        RuleKind.BOOL,
        default=True,
        meaning=gettext_lazy("到期当天提醒还没有报的单位。"),
        source=gettext_lazy("系统默认"),
    ),
    Rule(
        "reminders.late_every",
        gettext_lazy("逾期后每隔几个工作日提醒"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("个工作日"),
        meaning=gettext_lazy("逾期还没有报的，每隔这么多个工作日提醒一次，报了就停。0 为逾期后不再提醒。"),
        source=gettext_lazy("系统默认；为基层减负：不天天催"),
        minimum=0,
        maximum=20,
    ),
    Rule(
        "reminders.by_mail",
        gettext_lazy("提醒同时发到邮箱"),
        RuleKind.BOOL,
        default=False,
        meaning=gettext_lazy("开启后，每天的填报提醒同时发到本人在“我的账号”里登记的邮箱，没有登记的只收系统内消息。"),
        source=gettext_lazy("系统默认；要先由运维设好发信服务器"),
    ),
    Rule(
        "urging.cooldown_days",
        gettext_lazy("两次催办至少间隔"),
        RuleKind.INT,
        default=2,
        unit=gettext_lazy("个工作日"),
        meaning=gettext_lazy("同一个活动催过一个单位后，隔够这么多个工作日才能再催。"),
        source=gettext_lazy("系统默认；为基层减负：催办之后先给时间办"),
        minimum=1,
        maximum=20,
    ),
    Rule(
        "burden.minutes_per_item",
        gettext_lazy("填一项估计用时"),
        RuleKind.DECIMAL,
        default=Decimal("6.8"),
        unit=gettext_lazy("分钟"),
        meaning=gettext_lazy("负担表按填报项数乘这个时间估算各乡镇每月的填报用时，只估算，不记录谁用了多久。"),
        source=gettext_lazy("系统默认，按14项约95分钟估算，各县可按实际调整"),
        minimum=Decimal("0.5"),
        maximum=120,
    ),
)
