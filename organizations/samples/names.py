"""Names of places and people, put together from syllables by a seeded generator."""

from random import Random

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
)
# Seldom met in given names, so that a full name hardly ever is somebody's.
GIVEN_FIRST = "砚禾岚知牧青远砺朴望映栖澄沐言序竹谷笃稷泊遥素蕴钧拓衍穗岳洵恪棠昀"
GIVEN_LAST = "川舟原石泉野桥田林谦实勤直章声程帆秋松亭溪川衡安远和宁明山白之"

TOWN_FIRST = "云青松柳枫石竹桃梅鹤鹿清碧双长古白黄沙桂蓝芦苇茶榆杉荷雾霜禾"
TOWN_LAST = "溪岭桥塘湾坪泉林坡渡峰河关店台湖川洲埠浦"
VILLAGE_FIRST = "上下东西前后大小新老高平南北中外里"
VILLAGE_MIDDLE = "柳杨槐枣梨桑麻豆谷麦磨窑井碾碑庙亭坝堰陂沟冲岔梁岗岩崖滩湾潭溪泉塘坪坡岭垭坳"
VILLAGE_ENDS = "沟湾坪坡岭梁塘冲坳岗滩堰洼营堡寨铺桥井窑"


class Names:
    """Gives each name once. `mark` stands in front of every name, so that one search finds them all."""

    def __init__(self, random: Random, mark: str = ""):
        self.random, self.mark = random, mark
        self.given: set[str] = set()

    def person(self) -> str:
        def make() -> str:
            last = self.random.choice(GIVEN_LAST) if self.random.random() < 0.85 else ""
            return self.random.choice(SURNAMES) + self.random.choice(GIVEN_FIRST) + last

        return self._new(make)

    def town(self) -> str:
        """The stem of a township's name: 松溪, to which 镇, 乡 or 街道 is added."""
        return self._new(lambda: self.random.choice(TOWN_FIRST) + self.random.choice(TOWN_LAST))

    def village(self) -> str:
        """The stem of a village's name: 上柳坪, 杨家岭, 磨沟."""

        def make() -> str:
            kind, choose = self.random.random(), self.random.choice
            if kind < 0.35:
                return choose(SURNAMES) + "家" + choose(VILLAGE_ENDS)
            if kind < 0.7:
                return choose(VILLAGE_FIRST) + choose(VILLAGE_MIDDLE) + choose(VILLAGE_ENDS)
            return choose(VILLAGE_MIDDLE) + choose(VILLAGE_ENDS)

        return self._new(make)

    def _new(self, make) -> str:
        for _attempt in range(1000):
            name = make()
            if name not in self.given and not any(a == b for a, b in zip(name, name[1:], strict=False)):
                self.given.add(name)
                return self.mark + name
        raise RuntimeError("The syllables do not give that many names.")
