"""The unit register in Excel."""

from import_export.resources import ModelResource

from organizations.models import Unit, UnitKind
from organizations.resources.columns import column

KINDS = tuple((value, str(words)) for value, words in (
    (UnitKind.DEPARTMENT.value, "县直单位"), (UnitKind.TOWNSHIP.value, "乡镇（街道）"), (UnitKind.VILLAGE.value, "村（社区）"),
    (UnitKind.COUNTY_OFFICE.value, "县委组织部"), (UnitKind.OTHER.value, "其他单位"), (UnitKind.COUNTY.value, "县（市、区）"),
))  # fmt: skip
WORDS = {
    "乡镇": UnitKind.TOWNSHIP.value, "乡": UnitKind.TOWNSHIP.value, "镇": UnitKind.TOWNSHIP.value, "街道": UnitKind.TOWNSHIP.value,
    "村": UnitKind.VILLAGE.value, "社区": UnitKind.VILLAGE.value, "行政村": UnitKind.VILLAGE.value,
    "县直": UnitKind.DEPARTMENT.value, "县直部门": UnitKind.DEPARTMENT.value, "部门": UnitKind.DEPARTMENT.value,
    "其他": UnitKind.OTHER.value,
}  # fmt: skip


class UnitResource(ModelResource):
    code = column(
        "code", "代码", "code", required=True, max_length=20, synonyms=("单位代码", "区划代码", "统计用区划代码", "行政区划代码", "编码"),
        hint="乡镇、村 12 位统计区划代码；其他单位用本县自编代码", example="530101101299",
    )  # fmt: skip
    name = column(
        "name", "全称", required=True, max_length=80, synonyms=("单位全称", "单位名称", "名称", "村名", "行政村", "单位"),
        hint="与公章一致", example="新溪村",
    )  # fmt: skip
    short_name = column("short_name", "简称", max_length=40, synonyms=("单位简称",), example="新溪")
    kind = column(
        "kind", "类别", "choice", required=True, synonyms=("单位类别", "类型", "单位类型"), choices=KINDS, words=WORDS,
        hint="从下拉列表里选", example="村（社区）",
    )  # fmt: skip
    parent = column(
        "parent", "上级单位", "unit", synonyms=("上级", "所属乡镇", "所在乡镇", "乡镇", "隶属单位", "主管单位"), group=True,
        hint="写全称、简称或代码", example="石桥镇",
    )  # fmt: skip
    order = column(
        "order", "排序", "integer", synonyms=("顺序", "排序号", "排列顺序"), minimum=0, hint="名单里的先后，数字小的在前", example="1",
    )  # fmt: skip

    class Meta:
        model = Unit
        fields = ("code", "name", "short_name", "kind", "parent", "order")
        import_id_fields = ("code",)
