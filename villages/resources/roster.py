"""The village roster in Excel. Yearly figures are of the year in which the table is read in."""

from import_export.resources import ModelResource

from organizations.resources.columns import column
from villages.models import Village, VillageOfficer

ORGANIZATIONS = tuple((value, str(words)) for value, words in Village.Organization.choices)
PRIORITIES = tuple((value, str(words)) for value, words in Village.Priority.choices if value)
SEXES = tuple((value, str(words)) for value, words in VillageOfficer.Sex.choices if value)
EDUCATIONS = tuple((value, str(words)) for value, words in VillageOfficer.Education.choices if value)
EDUCATION_WORDS = {
    "小学": "primary", "文盲": "primary", "初中文化": "middle", "高中": "high", "中专": "high", "中技": "high", "职高": "high", "专科": "college",
    "大学专科": "college", "本科": "bachelor", "大学": "bachelor", "大学本科": "bachelor", "研究生": "bachelor", "硕士": "bachelor",
}  # fmt: skip
PRIORITY_WORDS = {
    "重点帮扶村": "key", "乡村振兴重点村": "key", "易地搬迁安置村": "relocation", "安置社区": "relocation", "监测重点村": "monitored",
    "示范": "demonstration",
}  # fmt: skip


class RosterResource(ModelResource):
    township = column(
        "township", "乡镇", "unit", synonyms=("所属乡镇", "所在乡镇", "乡镇（街道）", "乡镇名称", "镇街"), group=True, hint="写全称、简称或代码",
        example="石桥镇",
    )  # fmt: skip
    name = column(
        "name", "村", required=True, max_length=80, synonyms=("村名", "行政村", "村（社区）", "行政村名称", "村名称", "村级"), hint="与公章一致",
        example="新溪村",
    )  # fmt: skip
    code = column(
        "code", "区划代码", "code", max_length=20, synonyms=("代码", "村代码", "行政区划代码", "统计用区划代码", "12位代码", "村编码"),
        hint="12 位，按文本格式；不填时按乡镇和村名找", example="530101101299",
    )  # fmt: skip
    organization = column(
        "organization", "党组织类型", "choice", synonyms=("党组织形式", "组织类型"), choices=ORGANIZATIONS,
        words={"支部": "branch", "总支": "general_branch"}, example="党支部",
    )  # fmt: skip
    organization_name = column("organization_name", "党组织名称", max_length=80, synonyms=("党组织全称", "支部名称"))
    was_poor = column(
        "was_poor",
        "脱贫村",
        "yesno",
        synonyms=("是否脱贫村", "贫困村", "是否贫困村", "建档立卡贫困村"),
        hint="是或否",
        example="否",
    )
    priority = column(
        "priority", "重点类别", "choice", synonyms=("重点村类别", "重点村", "村类别"), choices=PRIORITIES, words=PRIORITY_WORDS,
        hint="没有可不填",
    )  # fmt: skip
    weak_organization = column(
        "weak_organization",
        "软弱涣散",
        "yesno",
        synonyms=("软弱涣散党组织", "是否软弱涣散", "软弱涣散村"),
        hint="是或否",
        example="否",
    )
    households = column(
        "households", "户数", "integer", synonyms=("总户数", "农户数", "户籍户数"), minimum=0, example="412"
    )
    residents = column(
        "residents", "人口", "integer", synonyms=("总人口", "人口数", "户籍人口"), minimum=0, example="1530"
    )
    party_members = column(
        "party_members", "党员数", "integer", synonyms=("党员", "党员人数", "党员总数"), minimum=0, example="46"
    )
    secretary = column(
        "secretary", "书记姓名", max_length=40,
        synonyms=("党组织书记", "村党组织书记", "书记", "支部书记", "村党支部书记", "党支部书记", "村书记"), example="石满仓",
    )  # fmt: skip
    sex = column("sex", "性别", "choice", synonyms=("书记性别",), choices=SEXES, example="男")
    born_on = column(
        "born_on", "出生年月", "date", synonyms=("出生日期", "书记出生年月"), hint="如 1979-05", example="1979-05-01"
    )
    education = column(
        "education",
        "学历",
        "choice",
        synonyms=("文化程度", "书记学历"),
        choices=EDUCATIONS,
        words=EDUCATION_WORDS,
        example="高中（中专）",
    )
    both_posts = column(
        "both_posts",
        "一肩挑",
        "yesno",
        synonyms=("是否一肩挑", "书记主任一肩挑", "“一肩挑”"),
        hint="是或否",
        example="是",
    )
    entrepreneur = column("entrepreneur", "致富带头人", "yesno", synonyms=("是否致富带头人", "致富能手"), hint="是或否")
    started_on = column("started_on", "任职日期", "date", synonyms=("任职时间", "任现职时间"), example="2021-02-01")
    yearly_pay = column(
        "yearly_pay", "书记年报酬", "decimal", money="元", synonyms=("年报酬", "书记报酬", "年工资", "报酬"), minimum=0, hint="单位：元",
        example="43200",
    )  # fmt: skip
    phone = column(
        "phone", "联系电话", "phone", sealed=True, synonyms=("手机号", "手机", "电话", "书记电话", "联系方式"), hint="11 位；加密保存",
        example="13800000000",
    )  # fmt: skip
    note = column("note", "备注", max_length=300, synonyms=("说明",))

    class Meta:
        model = Village
        fields = (
            "township", "name", "code", "organization", "organization_name", "was_poor", "priority", "weak_organization",
            "households", "residents", "party_members", "secretary", "sex", "born_on", "education", "both_posts",
            "entrepreneur", "started_on", "yearly_pay", "phone", "note",
        )  # fmt: skip
        import_id_fields = ("code",)
