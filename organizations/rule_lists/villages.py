"""Rules of the village registers."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from organizations.rule_kinds import Rule, RuleKind

VILLAGE_RULES = (
    Rule(
        "villages.pay_times",
        gettext_lazy("村党组织书记报酬不低于农民收入的倍数"),
        RuleKind.DECIMAL,
        default=Decimal(2),
        unit=gettext_lazy("倍"),
        meaning=gettext_lazy("年报酬低于上年度本县农村居民人均可支配收入的这个倍数时，台账里提示差多少。"),
        source=gettext_lazy("村干部基本报酬一般不低于农民人均收入的 2 倍，有的地方定为 3 倍"),
        minimum=Decimal(1),
        maximum=Decimal(5),
    ),
    Rule(
        "villages.rural_income",
        gettext_lazy("上年度农村居民人均可支配收入"),
        RuleKind.INT,
        default=0,
        unit=gettext_lazy("元"),
        meaning=gettext_lazy("用来核对村干部报酬。填 0 表示还没有公布，不核对。"),
        source=gettext_lazy("以本县统计部门公布数为准，没有默认值"),
        minimum=0,
        maximum=200_000,
    ),
    Rule(
        "villages.young_secretary_age",
        gettext_lazy("年轻书记的最大年龄"),
        RuleKind.INT,
        default=45,
        unit=gettext_lazy("周岁"),
        meaning=gettext_lazy("活动指标“书记年龄不超过规定岁数的村”按它计算，正好这个年龄也算。"),
        source=gettext_lazy("产品默认，各县按换届要求自定"),
        minimum=25,
        maximum=65,
    ),
)
