"""The people register in Excel. Numbers are printed as their mask; a mask that comes back changes nothing."""

from import_export.resources import ModelResource

from organizations.models import Person
from organizations.resources.columns import column


class PersonResource(ModelResource):
    staff_no = column(
        "staff_no",
        "工号",
        "code",
        max_length=30,
        synonyms=("人员编号", "职工号", "干部编号"),
        hint="县里自编的编号，没有可不填",
        example="S2026001",
    )
    name = column("name", "姓名", required=True, max_length=40, synonyms=("人员姓名", "名字"), example="何晓溪")
    unit = column(
        "unit", "所在单位", "unit", required=True, synonyms=("单位", "单位名称", "工作单位", "所属单位"), group=True,
        hint="写全称、简称或代码", example="石桥镇",
    )  # fmt: skip
    title = column("title", "职务", max_length=80, synonyms=("职务职级", "岗位", "现任职务"), example="组织委员")
    phone = column(
        "phone", "手机号", "phone", sealed=True, synonyms=("手机", "手机号码", "联系电话", "电话", "联系方式"), hint="11 位；加密保存",
        example="13800000000",
    )  # fmt: skip

    class Meta:
        model = Person
        fields = ("staff_no", "name", "unit", "title", "phone")
        import_id_fields = ("staff_no",)
