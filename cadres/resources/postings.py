"""Running postings in Excel: one row a person and village. An end is registered on its own page, with its reason."""

from import_export.resources import ModelResource

from cadres.models import Posting
from organizations.resources.columns import column

KINDS = (
    ("first_secretary", "第一书记"), ("team_member", "工作队员"), ("adviser", "党建指导员"), ("village_head", "选派村干部"),
    ("reserve", "选派后备干部"),
)  # fmt: skip
KIND_WORDS = {
    "第一书记": "first_secretary", "驻村第一书记": "first_secretary", "书记": "first_secretary", "队员": "team_member",
    "驻村队员": "team_member", "驻村工作队员": "team_member", "工作队队员": "team_member", "指导员": "adviser", "党建指导员": "adviser",
    "选派干部": "village_head", "后备干部": "reserve",
}  # fmt: skip


class PostingResource(ModelResource):
    township = column(
        "township", "乡镇", "unit", synonyms=("所属乡镇", "所在乡镇", "乡镇（街道）", "乡镇名称", "镇街"), group=True, hint="写全称、简称或代码",
        example="石桥镇",
    )  # fmt: skip
    name = column(
        "name", "派驻村", required=True, max_length=80, synonyms=("村", "村名", "驻村", "所驻村", "帮扶村", "行政村", "村（社区）"),
        example="渡口村",
    )  # fmt: skip
    code = column(
        "code",
        "区划代码",
        "code",
        max_length=20,
        synonyms=("代码", "村代码", "行政区划代码", "村编码"),
        hint="不填时按乡镇和村名找",
    )
    kind = column(
        "kind", "岗位", "choice", required=True, synonyms=("职务", "派驻岗位", "类别", "驻村职务", "身份"), choices=KINDS,
        words=KIND_WORDS, example="第一书记",
    )  # fmt: skip
    person = column("person", "姓名", required=True, max_length=40, synonyms=("人员姓名", "名字"), example="何晓溪")
    staff_no = column(
        "staff_no", "工号", "code", max_length=30, synonyms=("人员编号", "职工号", "干部编号"), hint="同名的人填工号"
    )
    sending_unit = column(
        "sending_unit", "派出单位", "unit", synonyms=("选派单位", "派驻单位", "单位", "原单位", "工作单位", "帮扶单位"), hint="写全称、简称或代码",
        example="县财政局",
    )  # fmt: skip
    document = column("document", "任职文件", max_length=120, synonyms=("文件号", "任命文件", "选派文件"))
    starts_on = column(
        "starts_on", "到任日期", "date", required=True, synonyms=("到任时间", "驻村时间", "任职时间", "任职日期", "开始日期"),
        example="2026-03-05",
    )  # fmt: skip
    ends_on = column(
        "ends_on",
        "任期届满日",
        "date",
        synonyms=("届满日期", "任期至", "到期日期", "结束日期"),
        hint="不填按县里的任期推算",
    )
    in_charge_from = column(
        "in_charge_from", "主持工作自", "date", synonyms=("主持日期", "主持工作日期"), hint="第一书记填；不填按到任日期"
    )
    in_charge_to = column("in_charge_to", "主持工作至", "date", synonyms=("主持截止",))

    class Meta:
        model = Posting
        fields = (
            "township", "name", "code", "kind", "person", "staff_no", "sending_unit", "document", "starts_on", "ends_on",
            "in_charge_from", "in_charge_to",
        )  # fmt: skip
        import_id_fields = ("code",)
