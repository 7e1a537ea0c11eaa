"""The side bar: which pages a role finds there, in the order of work."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Entry:
    """`action` decides who sees it; `sections` are the URL names under which it is lit."""

    label: str | Promise
    url_name: str
    icon: str
    action: str = ""
    sections: tuple[str, ...] = ()


NAVIGATION: list[tuple[str | Promise, list[Entry]]] = [
    ("", [Entry(_("工作台"), "organizations:desk", "home")]),
    (
        _("活动"),
        [
            Entry(
                _("活动列表"),
                "campaigns:campaigns",
                "flag",
                "campaigns.view_campaign",
                ("campaign", "plan", "draft", "overview"),
            ),
            Entry(_("审核"), "campaigns:reviews-waiting", "tick", "campaigns.review_filing", ("review",)),
        ],
    ),
    (
        _("台账"),
        [
            Entry(
                _("村级台账"), "villages:roster", "village", "villages.view_village", ("roster", "village", "officer")
            ),
            Entry(_("集体经济"), "villages:income", "yuan", "villages.view_village", ("income",)),
            Entry(
                _("第一书记"),
                "cadres:postings",
                "user",
                "cadres.view_posting",
                ("posting", "calendar", "finding", "recall", "term"),
            ),
            Entry(_("请假"), "cadres:leaves", "pen", "cadres.view_posting", ("leave",)),
            Entry(_("包联"), "cadres:supporters", "users", "cadres.view_posting", ("supporter",)),
        ],
    ),
    (
        pgettext_lazy("yearly", "考核"),
        [
            Entry(
                _("考核排名"),
                "assessments:results",
                "rank",
                "assessments.view_result",
                ("result", "assessment", "scheme", "rollup", "objection"),
            ),
            Entry(_("人工打分"), "assessments:marking", "pen", "assessments.enter_mark", ("mark", "veto")),
        ],
    ),
    (
        _("组织"),
        [
            Entry(
                pgettext_lazy("plural", "单位"),
                "organizations:units",
                "tree",
                "organizations.view_unit",
                ("unit-", "units"),
            ),
            Entry(_("单位组"), "organizations:unit-groups", "grid", "organizations.view_unit_group", ("unit-group",)),
            Entry(
                _("工作机构"),
                "organizations:working-groups",
                "flag",
                "organizations.view_working_group",
                ("working-group",),
            ),
            Entry(_("人员"), "organizations:people", "users", "organizations.view_people", ("person-", "people")),
            Entry(_("佐证材料"), "organizations:evidence-list", "doc", "organizations.view_evidence", ("evidence",)),
        ],
    ),
    (
        _("消息"),
        [
            Entry(_("收件箱"), "organizations:inbox", "bell", "organizations.view_messages", ("inbox", "message-")),
            Entry(_("发通知"), "organizations:notice-new", "pen", "organizations.send_notice", ("notice-",)),
        ],
    ),
    (
        _("管理"),
        [
            Entry(
                pgettext_lazy("plural", "账号"),
                "organizations:accounts",
                "key",
                "organizations.manage_accounts",
                ("account",),
            ),
            Entry(_("申请村级账号"), "organizations:account-ask", "key", "organizations.ask_account", ("account-ask",)),
            Entry(_("角色权限"), "organizations:roles", "shield", "organizations.view_roles", ("roles",)),
            Entry(_("例外授权"), "organizations:grants", "lock", "organizations.manage_grants", ("grant",)),
            Entry(
                _("设置"),
                "organizations:settings",
                "gear",
                "organizations.view_settings",
                ("settings", "calendar", "rule", "jobs"),
            ),
            Entry(_("群机器人"), "organizations:robots", "bell", "organizations.manage_robots", ("robot",)),
            Entry(_("审计记录"), "organizations:audit", "history", "organizations.view_audit", ("audit",)),
        ],
    ),
]


def navigation_for(request) -> list[dict]:
    """Groups with the entries that the account may open; empty groups are left out."""
    match = request.resolver_match
    here, app = (match.url_name, match.namespace) if match else ("", "")
    groups = []
    for title, entries in NAVIGATION:
        items = [
            _item(entry, here, app, request.user)
            for entry in entries
            if not entry.action or request.user.has_perm(entry.action)
        ]
        items = [item for item in items if item]
        if items:
            groups.append({"title": title, "items": items})
    _light_one(groups)
    return groups


def _item(entry: Entry, here: str, app: str, account) -> dict | None:
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    namespace, _sign, name = entry.url_name.partition(":")
    fits = max((len(section) for section in (*entry.sections, name) if here.startswith(section)), default=0)
    # Two apps may name a page alike: the own app's entry is nearer.
    fits = fits * 2 + (namespace == app) if fits else 0
    item = {"label": entry.label, "url": url, "icon": entry.icon, "fits": fits, "current": False}
    # Asked only for the entries that are drawn: a number costs a query, and nobody else pays for it.
    counter = settings.NAVIGATION_COUNTS.get(entry.url_name)
    return item | {"count": import_string(counter)(account) or ""} if counter else item


def _light_one(groups: list[dict]) -> None:
    """The entry whose section fits the page best is the current one."""
    items = [item for group in groups for item in group["items"]]
    best = max(items, key=lambda item: item["fits"], default=None)
    if best and best["fits"]:
        best["current"] = True
