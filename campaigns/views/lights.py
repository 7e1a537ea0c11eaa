"""The light matrix, one light with its evidence, and a light set by hand."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.lights import OverrideForm
from campaigns.links import link
from campaigns.models import Assignment, Campaign
from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.light_matrix import MODE_WORDS, first_mode, legend_items, light_matrix
from campaigns.selectors.shares import visible_tasks
from campaigns.selectors.standings import standings
from campaigns.selectors.task_unit import filing_url, find_share, light_facts, standing_of, waive_urls
from campaigns.services.lights import override_light
from organizations.pages import add_errors, answer_form, check, may, once
from organizations.rules import rule_value

LIVING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)


@running_page
def lights(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    month = asked_month(request, today)
    by, sort, show = (request.GET.get(name, "") for name in ("by", "sort", "show"))
    tasks = list(visible_tasks(campaign, membership, today).filter(withdrawn_on__isnull=True))
    seen = Assignment.objects.visible_to(membership, today)
    found = standings(campaign=campaign, on=today, assignments=seen, month=month)
    matrix = light_matrix(
        found, tasks, slug=campaign.slug, by=by, first=first_mode(campaign, membership), sort=sort, show=show
    )
    context = campaign_frame(campaign, membership, today, tab="lights", here=_("亮灯矩阵"))
    context |= {
        "standings": found,
        "matrix": matrix,
        "month": found.month.first,
        "is_ahead": found.month.first > today,
        "months": month_links(found, request),
        "legend": legend_items(found),
        "modes": choices(request, "by", [(mode, MODE_WORDS[mode]) for mode in matrix.modes], matrix.by),
        "orders": choices(request, "sort", [("", _("问题多的在前")), ("order", _("按官方排序"))], sort),
        "shows": choices(request, "show", [("", _("全部")), ("yellow", _("红灯和黄灯")), ("red", _("只看红灯"))], show),
    }
    return render(request, "campaigns/lights.html", context)


@running_page
def task_unit(request, campaign, number, unit):
    today, membership = timezone.localdate(), request.user.membership
    share = _share(request, campaign, number, unit)
    standing = standing_of(share, today, asked_month(request, today))
    context = _frame(campaign, membership, share, today)
    context |= light_facts(share, standing, membership)
    is_own = share.unit_id == membership.unit_id and request.user.has_perm("campaigns.file_progress", share)
    is_running = campaign.state in LIVING
    context |= {
        "standing": standing,
        "month": standing.month.first,
        "is_past": standing.month.last < today,
        "file_url": filing_url(share, standing) if is_own and is_running else "",
        "urge_url": link("campaigns:urge", campaign.slug, share.unit.public_id)
        if is_running and not is_own and request.user.has_perm("campaigns.urge_unit", share)
        else "",
        "may_override": is_running and may_override(request, campaign, share),
    }
    if is_running and request.user.has_perm("campaigns.override_light", share):
        for line, url in zip(context["dues"], waive_urls(standing), strict=True):
            line["waive_url"] = url
    return render(request, "campaigns/task_unit.html", context)


@once
@may("campaigns.override_light")
@running_page
def light_override(request, campaign, number, unit):
    today, membership = timezone.localdate(), request.user.membership
    share = _share(request, campaign, number, unit)
    check(request, "campaigns.override_light", share)
    if campaign.state not in LIVING:
        raise PermissionDenied
    standing = standing_of(share, today)
    longest = rule_value("lights.override_days", on=today)
    form = OverrideForm(request.POST or None, longest=longest)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            override_light(
                assignment=share, kind=asked["kind"], reason=asked["reason"], until=asked["ends_on"], by=request.user, on=today,
                late=standing.light.late,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已调灯，到期自动恢复。"))
            return redirect("campaigns:task-unit", campaign.slug, number, unit)
    context = _frame(campaign, membership, share, today)
    context["crumbs"][-1] = (share.unit.short_name or share.unit.name, f"/c/{campaign.slug}/tasks/{number}/{unit}/")
    context["crumbs"].append((_("人工调灯"), ""))
    context |= {"form": form, "share": share, "facts": light_facts(share, standing, membership)}
    return answer_form(request, "campaigns/light_override.html", context)


def may_override(request, campaign, share) -> bool:
    return campaign.state in LIVING and request.user.has_perm("campaigns.override_light", share)


def asked_month(request, today: date) -> date | None:
    """The first day of ?month=yyyy-mm; None for none, nonsense and the running one."""
    try:
        month = date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        return None
    return None if (month.year, month.month) == (today.year, today.month) else month


def choices(request, name: str, options, current: str) -> list[dict]:
    """Items of a switch that keeps what else stands in the address."""
    items = []
    known = current if current in dict(options) else next(iter(dict(options)), "")
    for value, words in options:
        query = request.GET.copy()
        query[name] = value
        if not value:
            del query[name]
        items.append({"label": words, "url": f"?{query.urlencode()}", "current": value == known})
    return items


def month_links(found, request) -> list[dict]:
    options = [(f"{month.first:%Y-%m}", month.first) for month in found.months]
    return [
        {**item, "month": item.pop("label")}
        for item in choices(request, "month", options, f"{found.month.first:%Y-%m}")
    ]


def _share(request, campaign, number, unit):
    share = find_share(campaign, request.user.membership, timezone.localdate(), number, unit)
    if share is None:
        raise Http404
    return share


def _frame(campaign, membership, share, today) -> dict:
    name = share.unit.short_name or share.unit.name
    context = campaign_frame(campaign, membership, today, tab="lights", here=name)
    context["crumbs"][2:2] = [
        (_("亮灯矩阵"), f"/c/{campaign.slug}/lights/"),
        (_("任务 %(number)s") % {"number": share.task.number}, f"/c/{campaign.slug}/tasks/{share.task.number}/"),
    ]
    return context | {"share": share, "task": share.task, "unit": share.unit, "unit_name": name}
