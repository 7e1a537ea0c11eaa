"""Collective income in Excel: one row a village and quarter, the five lines side by side."""

from import_export.resources import ModelResource

from organizations.resources.columns import column
from villages.models import IncomeEntry

QUARTERS = (("1", "第一季度"), ("2", "第二季度"), ("3", "第三季度"), ("4", "第四季度"), ("0", "全年决算"))
QUARTER_WORDS = {
    "1": "1", "一": "1", "一季度": "1", "1季度": "1", "第1季度": "1", "2": "2", "二": "2", "二季度": "2", "2季度": "2", "第2季度": "2",
    "3": "3", "三": "3", "三季度": "3", "3季度": "3", "第3季度": "3", "4": "4", "四": "4", "四季度": "4", "4季度": "4", "第4季度": "4",
    "全年": "0", "年报": "0", "决算": "0", "年度决算": "0", "年度": "0",
}  # fmt: skip


def amount(attribute: str, heading: str, *synonyms: str, example: str = ""):
    return column(
        attribute, f"{heading}（元）", "decimal", money="元", synonyms=synonyms,
        hint="没报的空着，不要填 0", example=example,
    )  # fmt: skip


class IncomeResource(ModelResource):
    township = column(
        "township", "乡镇", "unit", synonyms=("所属乡镇", "所在乡镇", "乡镇（街道）", "乡镇名称", "镇街"), group=True, hint="写全称、简称或代码",
        example="石桥镇",
    )  # fmt: skip
    name = column(
        "name",
        "村",
        required=True,
        max_length=80,
        synonyms=("村名", "行政村", "村（社区）", "行政村名称", "村名称"),
        example="渡口村",
    )
    code = column(
        "code", "区划代码", "code", max_length=20, synonyms=("代码", "村代码", "行政区划代码", "统计用区划代码", "村编码"),
        hint="12 位，按文本格式；不填时按乡镇和村名找",
    )  # fmt: skip
    year = column(
        "year", "年度", "integer", synonyms=("年份", "年"), minimum=2000, hint="标题里写了就不用填", example="2026"
    )
    quarter = column(
        "quarter", "季度", "choice", synonyms=("填报季度", "期别"), choices=QUARTERS, words=QUARTER_WORDS,
        hint="标题里写了就不用填", example="第二季度",
    )  # fmt: skip
    operating = amount("operating", "经营收入", "经营性收入", example="20000")
    contract = amount("contract", "发包及上交收入", "发包收入", "发包及上缴收入", "承包收入")
    investment = amount("investment", "投资收益", "投资收入")
    subsidy = amount("subsidy", "补助收入", "补助", "财政补助收入")
    other = amount("other", "其他收入", "其它收入", "其他")

    class Meta:
        model = IncomeEntry
        fields = (
            "township", "name", "code", "year", "quarter", "operating", "contract", "investment", "subsidy", "other",
        )  # fmt: skip
        import_id_fields = ("code",)
