"""Rules of postings, recalls and the fixed helpers of a village."""

from django.utils.translation import gettext_lazy

from organizations.rule_kinds import Rule, RuleKind
from organizations.rule_texts import only, read_consequences

# The words a county writes; what each of them means in the registers, `cadres.posting_words` says.
VILLAGE_WORDS = ("脱贫村", "重点帮扶村", "易地搬迁安置村", "监测重点村", "示范村", "软弱涣散村")
HOLDER_WORDS = ("县级领导", "乡镇领导", "帮扶单位", "第一书记", "党建指导员")

POSTING_RULES = (
    Rule(
        "postings.term_years",
        gettext_lazy("派驻任期"),
        RuleKind.INT,
        default=2,
        unit=gettext_lazy("年"),
        meaning=gettext_lazy("登记派驻时没填任期届满日的，按这么多年推算。"),
        source=gettext_lazy("第一书记选派管理规定：任期一般不少于 2 年，有的地方定为 3 年"),
        minimum=1,
        maximum=5,
    ),
    Rule(
        "postings.team_size",
        gettext_lazy("驻村工作队人数"),
        RuleKind.INT,
        default=3,
        unit=gettext_lazy("人"),
        meaning=gettext_lazy("应派第一书记的村，第一书记和工作队员合计不少于这么多人，少了列为缺员。"),
        source=gettext_lazy("驻村工作队选派管理规定：每队一般不少于 3 人"),
        minimum=1,
        maximum=10,
    ),
    Rule(
        "postings.must_have",
        gettext_lazy("应派第一书记的村"),
        RuleKind.TEXT,
        default="脱贫村/重点帮扶村/易地搬迁安置村/软弱涣散村",
        meaning=gettext_lazy(
            "哪几类村必须有第一书记，没有的列为空岗，用斜线隔开。台账里写明应派或不派的村以台账为准。"
        ),
        source=gettext_lazy("关于向重点乡村持续选派驻村第一书记和工作队的意见"),
        check=only(VILLAGE_WORDS),
    ),
    Rule(
        "postings.warn_days",
        gettext_lazy("任期届满提前几天提醒"),
        RuleKind.INT,
        default=30,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("届满前这么多天起列入“即将到期”，工作台提醒组织部准备接替人选。"),
        source=gettext_lazy("系统默认"),
        minimum=1,
        maximum=180,
    ),
    Rule(
        "postings.handover_items",
        gettext_lazy("交接清单的事项"),
        RuleKind.TEXT,
        default="村情和户情台账/在办项目和资金/帮扶物资和固定资产/未办结的群众诉求/工作资料和印章证照",
        meaning=gettext_lazy("新建交接清单时先列出这些事项，可以增减，用斜线隔开。"),
        source=gettext_lazy("系统默认；接替人到任后双方逐项交接"),
    ),
    Rule(
        "postings.four_ones",
        gettext_lazy("“四个一”由谁组成"),
        RuleKind.TEXT,
        default="县级领导/乡镇领导/帮扶单位/第一书记",
        meaning=gettext_lazy("包联表里这几栏空着算缺，用斜线隔开；没有列出的栏目照样登记，不算缺。"),
        source=gettext_lazy(
            "软弱涣散村党组织整顿：一名县级领导联村、一名乡镇领导包村、一个县直单位帮扶、一名第一书记驻村"
        ),
        check=only(HOLDER_WORDS),
    ),
    Rule(
        "postings.four_ones_villages",
        gettext_lazy("哪些村要落实“四个一”"),
        RuleKind.TEXT,
        default="软弱涣散村",
        meaning=gettext_lazy("这几类村缺一栏就提醒，用斜线隔开；其他村只登记、不提醒。"),
        source=gettext_lazy("软弱涣散村党组织整顿工作要求"),
        check=only(VILLAGE_WORDS),
    ),
    Rule(
        "postings.ranked_from_days",
        gettext_lazy("任职满多少天才排名次"),
        RuleKind.INT,
        default=183,
        unit=gettext_lazy("天"),
        meaning=gettext_lazy("年度考核里主持工作不满这么多天的第一书记只计分，不排名次。"),
        source=gettext_lazy("系统默认（半年），比照公务员考核规定：病假、事假累计超过半年的不参加年度考核"),
        minimum=0,
        maximum=366,
    ),
    Rule(
        "recalls.consequences",
        gettext_lazy("召回的后果"),
        RuleKind.TEXT,
        default="健康家庭=0/能力不适应=1不评优/工作不力=1不评优/驻村不到位=1不评优/违纪或考核不合格=1不评优/退休调动辞职=0不评优",
        meaning=gettext_lazy("每种事由后面写几年内不提拔，当年不得评优的再加“不评优”，用斜线隔开。"),
        source=gettext_lazy(
            "第一书记召回办法：召回的当年不得评优（因病除外），因能力、作风、纪律召回的 1 年内不得提拔"
        ),
        check=read_consequences,
    ),
)
