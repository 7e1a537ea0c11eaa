"""Messages of an account, and notices of the county office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.forms.notices import NoticeForm
from organizations.models import Message, Notice, Unit, UnitGroup
from organizations.pages import add_errors, answer_form, find, may, once, page_of, require_POST
from organizations.selectors.inbox import by_day, people_by_unit, reached, sent_notices
from organizations.selectors.inbox import inbox as inbox_rows
from organizations.services import notices
from organizations.services.unit_groups import open_groups


@may("organizations.view_messages")
def inbox(request):
    unread_only = request.GET.get("show") == "unread"
    here = reverse("organizations:inbox")
    unread = notices.unread_count(request.user)
    tabs = [
        {"label": _("全部"), "url": here, "current": not unread_only},
        {"label": _("未读 %(n)s") % {"n": unread}, "url": f"{here}?show=unread", "current": unread_only},
    ]
    page = page_of(request, inbox_rows(request.user, unread_only=unread_only))
    context = {
        "page": page,
        "days": by_day(page, timezone.localdate()),
        "unread": unread,
        "unread_only": unread_only,
        "tabs": tabs,
        "may_send": request.user.has_perm("organizations.send_notice"),
    }
    return render(request, "organizations/inbox.html", context)


@may("organizations.view_messages")
def message_detail(request, public_id):
    message = _own(request, public_id)
    crumbs = [(_("收件箱"), reverse("organizations:inbox")), (message.notice.subject, "")]
    context = {"message": message, "crumbs": crumbs, "facts": _facts(message.notice)}
    return render(request, "organizations/message_detail.html", context)


@require_POST
@may("organizations.view_messages")
def message_read(request, public_id):
    notices.mark_read(message=_own(request, public_id), by=request.user)
    return redirect("organizations:inbox")


@require_POST
@may("organizations.view_messages")
def message_read_all(request):
    count = notices.mark_all_read(by=request.user)
    messages.success(request, _("已把 %(n)s 条消息标为已读。") % {"n": count})
    return redirect("organizations:inbox")


@may("organizations.send_notice")
def notice_list(request):
    return render(request, "organizations/notice_list.html", {"page": page_of(request, sent_notices())})


@may("organizations.send_notice")
@once
def notice_new(request):
    form = _notice_form(request)
    if request.method == "POST" and form.is_valid():
        data, units = form.cleaned_data, form.chosen_units()
        try:
            people = len(notices.recipients(units=[unit.pk for unit in units]))
            notice = notices.send_notice(by=request.user, subject=data["subject"], body=data["body"], units=units)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                _("已发给 %(units)s 个单位、%(people)s 人，稍后送达。") % {"units": len(units), "people": people},
            )
            return redirect("organizations:notice-detail", notice.public_id)
    crumbs = [(_("已发通知"), reverse("organizations:notices")), (_("发通知"), "")]
    return answer_form(request, "organizations/notice_form.html", {"form": form, "crumbs": crumbs})


@may("organizations.send_notice")
def notice_detail(request, public_id):
    notice = find(Notice.objects.select_related("sender", "sender_unit"), public_id)
    rows = reached(notice)
    context = {
        "notice": notice,
        "rows": rows,
        "facts": _facts(notice),
        "crumbs": [(_("已发通知"), reverse("organizations:notices")), (notice.subject, "")],
    }
    return render(request, "organizations/notice_detail.html", context)


def _own(request, public_id) -> Message:
    rows = Message.objects.filter(account=request.user)
    return find(rows.select_related("notice", "notice__sender", "notice__sender_unit"), public_id)


def _facts(notice: Notice) -> list[str]:
    who = [str(part) for part in (notice.sender_unit, notice.sender) if part]
    return [*who, timezone.localtime(notice.created_at).strftime("%Y-%m-%d %H:%M")]


def _notice_form(request) -> NoticeForm:
    today = timezone.localdate()
    people = people_by_unit(today)
    groups = list(UnitGroup.objects.with_rule_unit())
    opened = open_groups(groups=groups, on=today)
    sizes = [(group, opened[group.pk], sum(people.get(unit.pk, 0) for unit in opened[group.pk])) for group in groups]
    units = list(Unit.objects.valid_on(today).in_official_order())
    units.sort(key=lambda unit: KIND_ORDER.get(unit.kind, 9))
    return NoticeForm(request.POST or None, groups=sizes, units=units, people=people)


KIND_ORDER = {"county": 0, "county_office": 1, "department": 2, "township": 3, "other": 4, "village": 5}
