"""Schemes for the tests: a small readable one, and any sound one for the properties."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from assessments.answers import Events, Figure, Mark, NotApplicable, UnitAnswers
from assessments.rounding import spread
from assessments.scheme import (
    Band,
    Bands,
    Deduction,
    Grade,
    Item,
    Manual,
    Missing,
    PerEvent,
    Rate,
    Scheme,
    ShareOfTarget,
    Veto,
)

D = Decimal

GRADES = (
    Grade("best", "优秀", D(90), D("0.2")),
    Grade("good", "良好", D(80), D("0.4")),
    Grade("fair", "一般", D(60)),
    Grade("poor", "较差", D(0)),
)
SCHEME = Scheme(
    "岚溪县2026年活动考核",
    "1",
    base=(
        Item("fort", "堡垒示范", D(30), items=(
            Item("income", "5万元以上村占比", D(8), ShareOfTarget(D("0.8"), percent=True), basis="第七条"),
            Item("weak", "整顿软弱涣散党组织", D(12), Deduction((Rate("late", "迟报", D("0.5")), Rate("bad", "退回", D(1))))),
            Item("model", "示范村", D(10), Bands((Band(D(1), D(4)), Band(D(3), D(10))))),
        )),
        Item("lead", "先锋引领", D(30), items=(
            Item("visits", "走访", D(10), ShareOfTarget(D(200), by_days=True), missing=Missing.LEFT_OUT),
            Item("press", "用稿", D(20), PerEvent((Rate("city", "市级", D(2)), Rate("county", "县级", D("0.5")))))),
        ),
        Item("care", "帮扶助力", D(40), items=(
            Item("feel", "群众评价", D(25), Manual(("好 20—25 分",))),
            Item("letters", "越级信访", D(15), ShareOfTarget(D(4), "<="), missing=Missing.AWAITS),
        )),
    ),
    bonus=(Item("praise", "表扬", D(10), PerEvent((Rate("city", "市级表扬", D(5)),))),),
    bonus_cap=D(8),
    deduction=(Item("blame", "通报批评", D(10), PerEvent((Rate("city", "市级批评", D(5)),))),),
    deduction_cap=D(8),
    grades=GRADES,
    vetoes=(Veto("safety", "安全事故", "good"), Veto("graft", "违纪", "fair")),
    ties=("fort", "care"),
)  # fmt: skip
ANSWERS = {
    "income": Figure(numerator=D(10), denominator=D(19), refs=("village-1",)),
    "weak": Events({"late": 2, "bad": 1}),
    "model": Figure(D(2)),
    "visits": Figure(D(150)),
    "press": Events({"city": 3, "county": 1}),
    "feel": Mark(D("21.5"), "座谈反映较好", ("sheet-3",)),
    "letters": Figure(D(6)),
}


def unit(name="stone", **changes):
    """The sample answers with some changed; None takes one away."""
    answers = {key: value for key, value in (ANSWERS | changes).items() if value is not None}
    return UnitAnswers(name, answers)


def scheme_with(item):
    """A scheme of this one item, made to weigh 100, and a filler."""
    return Scheme("一项", "1", (item, Item("rest", "其余", D(100) - item.points, Manual())), grades=GRADES)


def marked(**points):
    """A scheme of actions with one hand-marked item each."""
    return Scheme(
        "打分", "1",
        tuple(Item(key, key, D(value), items=(Item(f"{key}-1", key, D(value), Manual()),)) for key, value in points.items()),
        grades=GRADES,
        vetoes=(Veto("safety", "安全事故", "good"), Veto("graft", "违纪", "fair")),
    )  # fmt: skip


FIGURES = st.decimals(-1000, 1000, places=3)
RATES = st.lists(st.integers(1, 300), min_size=1, max_size=3).map(
    lambda cents: tuple(Rate(f"r{i}", f"情形{i}", D(cent) / 100) for i, cent in enumerate(cents))
)


@st.composite
def shares(draw):
    comparator = draw(st.sampled_from([">=", "<=", "="]))
    limit = D(1) if comparator == "<=" else draw(st.sampled_from([D(1), D("1.2")]))
    return ShareOfTarget(draw(FIGURES), comparator, draw(st.booleans()), limit)


@st.composite
def bands(draw, points):
    lows = sorted(draw(st.sets(st.integers(0, 100), min_size=1, max_size=4)))
    tenths = sorted(draw(st.lists(st.integers(0, int(points * 10)), min_size=len(lows), max_size=len(lows))))
    if draw(st.booleans()):
        lows[0], tenths = 0, tenths[::-1]
    return Bands(tuple(Band(D(low), D(tenth) / 10) for low, tenth in zip(lows, tenths, strict=True)))


def methods(points):
    return st.one_of(shares(), bands(points), RATES.map(Deduction), RATES.map(PerEvent), st.just(Manual()))


@st.composite
def schemes(draw):
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    keys = [f"a{a}-{i}" for a, size in enumerate(shape) for i in range(size)]
    points = spread(D(100), {key: D(draw(st.integers(1, 9))) for key in keys})
    base = []
    for a, size in enumerate(shape):
        leaves = tuple(
            Item(key, key, points[key], draw(methods(points[key])), missing=draw(st.sampled_from(Missing)))
            for key in keys
            if key.startswith(f"a{a}-")
        )
        assert len(leaves) == size
        base.append(Item(f"a{a}", f"a{a}", sum(leaf.points for leaf in leaves), items=leaves))
    extra = [(Item(key, key, D(draw(st.integers(1, 20))), PerEvent(draw(RATES))),) for key in ("more", "less")]
    caps = [draw(st.none() | st.integers(0, 15).map(D)) for _ in extra]
    return Scheme("任意", "7", tuple(base), extra[0], caps[0], extra[1], caps[1], GRADES)


def answers_for(item):
    if isinstance(item.method, ShareOfTarget):
        sides = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
            lambda s: Figure(numerator=D(s[0]), denominator=D(s[1]))
        )
        given = FIGURES.map(Figure) | sides
    elif isinstance(item.method, Bands):
        given = st.decimals(0, 120, places=5).map(Figure)
    elif isinstance(item.method, Manual):
        given = st.integers(0, int(item.points * 10)).map(lambda tenths: Mark(D(tenths) / 10, "看过"))
    else:
        given = st.fixed_dictionaries({rate.key: st.integers(0, 12) for rate in item.method.rates}).map(Events)
    return st.none() | st.just(NotApplicable("没有村")) | given | given | given


@st.composite
def cases(draw):
    """A sound scheme and a unit's answers to it."""
    scheme = draw(schemes())
    answers = {item.key: draw(answers_for(item)) for item in scheme.leaves()}
    return scheme, UnitAnswers("u", {key: answer for key, answer in answers.items() if answer is not None})


def better(item, answer, by):
    """A better answer than this one, or None where there is none."""
    if isinstance(answer, Figure):
        falls = isinstance(item.method, ShareOfTarget) and item.method.comparator == "<="
        if isinstance(item.method, Bands):
            row = sorted(item.method.bands, key=lambda band: band.low)
            falls = row[0].points > row[-1].points
        if answer.value is None:
            if not answer.denominator:
                return None
            value = answer.numerator + (-by if falls else by)
            return replace(answer, numerator=value)
        value = answer.value + (-by if falls else by)
        return Figure(max(value, D(0)) if isinstance(item.method, Bands) else value)
    if isinstance(answer, Mark):
        return replace(answer, points=min(item.points, answer.points + by.quantize(D("0.1"))))
    step = -1 if isinstance(item.method, Deduction) else 1
    return Events({key: max(0, count + step) for key, count in answer.counts.items()})
