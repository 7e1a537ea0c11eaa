"""Who may do what: the one table of roles and actions.

Read it as sentences: ACTIONS["organizations.edit_unit"] names the action and, for each role, how far it reaches. A role
that is not named may not. `docs/permissions.md` and the page /roles/ are made from this table; `has_perm` answers from it.
Exceptions for one object are guardian grants (`services.grants`), never another line here.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COUNTY_ADMIN = "county_admin", _("系统管理员")
    COUNTY_OFFICE = "county_office", _("组织部工作人员")
    COUNTY_LEADER = "county_leader", _("县领导")
    UNIT_LIAISON = "unit_liaison", _("责任单位联络员")
    TOWNSHIP_LEAD = "township_lead", _("乡镇党委书记")
    TOWNSHIP = "township", _("乡镇党建办")
    VILLAGE = "village", _("第一书记（工作队员）")
    ASSESSOR = "assessor", _("考核组成员")
    AUDITOR = "auditor", _("安全审计员")


class Reach(Enum):
    """How far an allowed action reaches."""

    COUNTY = "county"  # every row of the county
    SLICE = "slice"  # the own unit and what is below it
    OWN = "own"  # only what the person made or is


COUNTY, SLICE, OWN = Reach.COUNTY, Reach.SLICE, Reach.OWN
REACH_WORDS = {COUNTY: _("全县"), SLICE: _("本单位及下级"), OWN: _("本人")}


@dataclass(frozen=True)
class Action:
    """`title` is what people read; `reach` says which roles may and how far."""

    title: str | Promise
    reach: dict[Role, Reach]


_admin, _office, _leader = Role.COUNTY_ADMIN, Role.COUNTY_OFFICE, Role.COUNTY_LEADER
_liaison, _lead, _township, _village = Role.UNIT_LIAISON, Role.TOWNSHIP_LEAD, Role.TOWNSHIP, Role.VILLAGE
_assessor, _auditor = Role.ASSESSOR, Role.AUDITOR
_all_but_auditor = [_admin, _office, _leader, _liaison, _lead, _township, _village, _assessor]

ACTIONS: dict[str, Action] = {
    "organizations.view_unit": Action(_("查看单位"), dict.fromkeys(_all_but_auditor, COUNTY)),
    "organizations.edit_unit": Action(_("维护单位（设立、更名、合并、撤销）"), {_admin: COUNTY}),
    "organizations.view_unit_group": Action(_("查看单位组"), {_admin: COUNTY, _office: COUNTY, _leader: COUNTY}),
    "organizations.edit_unit_group": Action(_("维护单位组"), {_admin: COUNTY, _office: COUNTY}),
    "organizations.view_working_group": Action(_("查看领导小组和工作机构"), dict.fromkeys(_all_but_auditor, COUNTY)),
    "organizations.edit_working_group": Action(_("维护领导小组和工作机构"), {_admin: COUNTY, _office: COUNTY}),
    "organizations.view_people": Action(
        _("查看人员"),
        {
            _admin: COUNTY,
            _office: COUNTY,
            _leader: COUNTY,
            _liaison: SLICE,
            _lead: SLICE,
            _township: SLICE,
            _village: SLICE,
        },
    ),
    "organizations.edit_person": Action(_("维护人员（登记、调动、离开）"), {_admin: COUNTY}),
    "organizations.reveal_person": Action(
        _("查看完整手机号和身份号码（说明理由、留痕）"),
        {_admin: COUNTY, _office: COUNTY, _lead: SLICE, _township: SLICE},
    ),
    "organizations.manage_accounts": Action(_("维护账号（开通、停用、重设密码、授予角色）"), {_admin: COUNTY}),
    "organizations.ask_account": Action(_("申请开通本乡镇的村级账号"), {_lead: SLICE, _township: SLICE}),
    "organizations.view_roles": Action(_("查看角色权限表"), {_admin: COUNTY, _office: COUNTY, _auditor: COUNTY}),
    "organizations.manage_grants": Action(_("给予和收回例外授权"), {_admin: COUNTY}),
    "organizations.view_evidence": Action(
        _("查看佐证材料"),
        {
            _office: COUNTY,
            _leader: COUNTY,
            _liaison: SLICE,
            _lead: SLICE,
            _township: SLICE,
            _village: SLICE,
            _assessor: COUNTY,
        },
    ),
    "organizations.add_evidence": Action(
        _("上传佐证材料"), {_office: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE, _village: SLICE}
    ),
    "organizations.send_notice": Action(_("发送站内通知"), {_office: COUNTY}),
    "organizations.view_messages": Action(_("查看自己的消息"), dict.fromkeys(Role, OWN)),
    "organizations.view_settings": Action(_("查看工作日历和规则"), {_admin: COUNTY, _office: COUNTY}),
    "organizations.edit_settings": Action(_("维护工作日历和规则"), {_admin: COUNTY}),
    "organizations.view_audit": Action(_("查看审计记录"), {_auditor: COUNTY}),
    "villages.view_village": Action(
        _("查看村级台账和集体经济"),
        {_office: COUNTY, _leader: COUNTY, _lead: SLICE, _township: SLICE, _village: SLICE},
    ),
    "villages.edit_village": Action(
        _("维护村级台账（乡镇只限本乡镇的村）"), {_office: COUNTY, _lead: SLICE, _township: SLICE}
    ),
    "villages.enter_income": Action(
        _("录入集体经济收入（乡镇只限本乡镇的村）"), {_office: COUNTY, _lead: SLICE, _township: SLICE}
    ),
    "cadres.view_posting": Action(
        _("查看派驻、请假和抽查（派出单位只看本单位派出的人）"),
        {_office: COUNTY, _leader: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE, _village: SLICE},
    ),
    "cadres.edit_posting": Action(_("登记派驻、离任和交接"), {_office: COUNTY}),
    "cadres.edit_supporter": Action(
        _("登记包联（乡镇只限本乡镇的村）"), {_office: COUNTY, _lead: SLICE, _township: SLICE}
    ),
    "cadres.ask_leave": Action(
        _("请假（第一书记、工作队员本人；乡镇可代村干部登记）"), {_lead: SLICE, _township: SLICE, _village: OWN}
    ),
    "cadres.decide_leave": Action(_("审批请假（短假乡镇党委书记，长假组织部）"), {_office: COUNTY, _lead: SLICE}),
    "cadres.record_finding": Action(_("登记抽查发现、答复异议"), {_office: COUNTY}),
    "cadres.object_finding": Action(_("对抽查发现提出异议"), {_liaison: SLICE, _lead: SLICE, _village: OWN}),
    "cadres.view_recall": Action(
        _("查看召回（派出单位只看本单位派出的人）"),
        {_office: COUNTY, _leader: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE},
    ),
    "cadres.propose_recall": Action(_("提出召回"), {_office: COUNTY, _lead: SLICE}),
    "cadres.handle_recall": Action(_("办理召回"), {_office: COUNTY}),
    "campaigns.view_campaign": Action(
        _("查看活动和任务（县级看全部，其他看本单位承担的）"),
        {_office: COUNTY, _leader: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE, _village: SLICE},
    ),
    "campaigns.edit_campaign": Action(
        _("筹备和编辑活动（乡镇只限本乡镇的活动）"), {_office: COUNTY, _lead: SLICE, _township: SLICE}
    ),
    "campaigns.publish_campaign": Action(_("发布、变更、暂停和结束活动"), {_office: COUNTY, _lead: SLICE}),
    "campaigns.file_progress": Action(
        _("填报本单位承担的任务"), {_liaison: SLICE, _lead: SLICE, _township: SLICE, _village: SLICE}
    ),
    "campaigns.review_filing": Action(
        _("审核填报、答复延期（县级全部，乡镇只限所辖村，牵头单位按规则）"),
        {_office: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE},
    ),
    "campaigns.override_light": Action(_("人工调灯、免报（写明理由）"), {_office: COUNTY}),
    "campaigns.urge_unit": Action(_("催办"), {_office: COUNTY, _lead: SLICE}),
    "assessments.view_result": Action(
        _("查看考核结果（县级看全部，单位定稿前只看自己的）"),
        {_office: COUNTY, _leader: COUNTY, _liaison: SLICE, _lead: SLICE, _township: SLICE},
    ),
    "assessments.edit_scheme": Action(_("建立考核、编写计分办法"), {_office: COUNTY}),
    "assessments.run_rollup": Action(_("年终测算"), {_office: COUNTY}),
    "assessments.enter_mark": Action(_("人工打分、登记一票否决"), {_office: COUNTY, _assessor: COUNTY}),
    "assessments.publish_result": Action(_("送审、公示、定稿（两个人分别办）"), {_office: COUNTY, _leader: COUNTY}),
    "assessments.export_result": Action(_("导出全部得分和结果通报"), {_office: COUNTY, _leader: COUNTY}),
    "assessments.object_score": Action(_("对本单位得分提出复核"), {_liaison: SLICE, _lead: SLICE}),
    "assessments.answer_objection": Action(_("答复复核申请"), {_office: COUNTY}),
    "organizations.manage_robots": Action(_("维护群机器人"), {_admin: COUNTY}),
    "organizations.give_feedback": Action(_("提意见建议"), dict.fromkeys(_all_but_auditor, OWN)),
    "organizations.answer_feedback": Action(_("答复意见建议"), {_admin: COUNTY, _office: COUNTY}),
    "organizations.search": Action(_("搜索（只找得到看得到的）"), dict.fromkeys(_all_but_auditor, COUNTY)),
    "organizations.view_styleguide": Action(_("查看界面样式手册"), {_admin: COUNTY, _office: COUNTY}),
}

# A person holds at most one of these, and none of them beside a business role: who gives rights does not use them,
# and who reads the trail leaves none in it (GB/T 22239-2019, separation of administrators).
SEPARATE_ROLES = frozenset({Role.COUNTY_ADMIN, Role.AUDITOR})

# Which kind of unit a role can be held in.
ROLE_UNIT_KINDS: dict[Role, tuple[str, ...]] = {
    Role.COUNTY_ADMIN: ("county_office",),
    Role.COUNTY_OFFICE: ("county_office",),
    Role.COUNTY_LEADER: ("county", "county_office"),
    Role.UNIT_LIAISON: ("department", "other", "county_office"),
    Role.TOWNSHIP_LEAD: ("township",),
    Role.TOWNSHIP: ("township",),
    Role.VILLAGE: ("village",),
    Role.ASSESSOR: ("county_office", "department", "other", "township"),
    Role.AUDITOR: ("county_office", "department", "other"),
}


def reach_of(membership, action: str) -> Reach | None:
    """How far the membership may do the action; None when it may not. An unknown action is a mistake in the code."""
    if action not in ACTIONS:
        raise LookupError(f"{action} is not in the table of roles and actions.")
    if membership is None:
        return None
    return ACTIONS[action].reach.get(Role(membership.role))
