"""What the actions of the trail are called on the page. A test finds every action that the code writes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "account.ask": _("申请账号"),
    "account.disable": _("停用账号"),
    "account.enable": _("启用账号"),
    "account.open": _("开通账号"),
    "account.password": _("修改密码"),
    "account.reset": _("重设密码"),
    "audit.verify": _("核验审计记录"),
    "calendar.import": _("导入工作日历"),
    "calendar.remove": _("撤销日历调整"),
    "calendar.set": _("调整工作日历"),
    "county.tidy": _("定期清理"),
    "evidence.add": _("上传佐证材料"),
    "evidence.delete": _("删除佐证材料"),
    "evidence.download": _("下载佐证材料"),
    "grant.give": _("给予例外授权"),
    "grant.take": _("收回例外授权"),
    "http.delete": _("被拒的请求"),
    "http.get": _("被拒的访问"),
    "http.head": _("被拒的访问"),
    "http.options": _("被拒的请求"),
    "http.patch": _("被拒的请求"),
    "http.post": _("被拒的提交"),
    "http.put": _("被拒的请求"),
    "job.revive": _("重办停办的任务"),
    "login.failed": _("登录失败"),
    "login.ok": _("登录"),
    "login.out": _("退出登录"),
    "membership.end": _("收回角色"),
    "membership.give": _("授予角色"),
    "notice.send": _("发送通知"),
    "person.edit": _("修改人员"),
    "person.leave": _("登记离开"),
    "person.move": _("调动人员"),
    "person.register": _("登记人员"),
    "person.reveal": _("查看完整号码"),
    "rule.set": _("设定规则"),
    "rule.withdraw": _("撤回规则取值"),
    "sample.fill": _("填入示例数据"),
    "session.end": _("结束登录会话"),
    "unit.close": _("撤销单位"),
    "unit.edit": _("修改单位"),
    "unit.merge": _("合并单位"),
    "unit.open": _("设立单位"),
    "unit_group.edit": _("修改单位组"),
    "unit_group.make": _("新建单位组"),
    "unit_group.members": _("调整单位组成员"),
    "unit_group.remove": _("删除单位组"),
    "working_group.add_member": _("增加工作机构成员"),
    "working_group.areas": _("调整片区"),
    "working_group.edit": _("修改工作机构"),
    "working_group.end": _("撤销工作机构"),
    "working_group.remove_member": _("移除工作机构成员"),
    "working_group.set_up": _("成立工作机构"),
}
FIELDS: dict[str, str | Promise] = {
    "anchors": _("锚点数"),
    "body": _("内容"),
    "code": _("代码"),
    "content_type": _("类型"),
    "ended_grants": _("已到期的例外授权"),
    "entries": _("记录数"),
    "file_name": _("文件名"),
    "findings": _("问题数"),
    "keys": _("任务"),
    "kind": _("类别"),
    "name": _("名称"),
    "parent": _("上级单位"),
    "path": _("地址"),
    "role": _("角色"),
    "roles": _("角色"),
    "sha256": _("SHA-256"),
    "short_name": _("简称"),
    "size": _("大小（字节）"),
    "subject": _("标题"),
    "title": _("名称"),
    "unit": _("单位"),
    "units": _("单位数"),
    "valid_from": _("自"),
    "valid_to": _("至"),
}
FINDINGS: dict[str, str | Promise] = {
    "edited": _("原文被改动"),
    "copy_edited": _("列表上的内容与原文不一致"),
    "gap": _("序号不连续，之前的记录缺失"),
    "broken_link": _("与上一条接不上，顺序被调换或插入了记录"),
    "cut": _("记录被截断，这一条曾经存证，现已不在"),
    "rewritten": _("与存证不符，这一条被重写"),
}


def action_word(action: str) -> str:
    """The Chinese words; an action without words is shown as it is."""
    return str(WORDS.get(action, action))


def field_word(name: str) -> str:
    return str(FIELDS.get(name, name))
