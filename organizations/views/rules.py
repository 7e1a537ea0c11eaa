"""Settings: overview, working-day calendar, rules."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.calendar_lines import FIRST_YEAR, LAST_YEAR
from organizations.forms.rules import CalendarDayForm, CalendarPasteForm, RuleForm, initial_value
from organizations.models import CalendarDay, RuleSetting
from organizations.pages import add_errors, answer_form, find, may, require_POST
from organizations.rules import RULES, rule_value
from organizations.selectors.calendar import calendar_year
from organizations.selectors.rules import rules_on, setting_lines
from organizations.services import calendar as calendar_service
from organizations.services import rules as rules_service

VIEW, EDIT = "organizations.view_settings", "organizations.edit_settings"


def _crumbs(*steps):
    return [(_("设置"), reverse("organizations:settings")), *steps]


@require_safe
@may(VIEW)
def overview(request):
    today = timezone.localdate()
    workdays = calendar_service.county_workdays()
    lines = rules_on(on=today)
    context = {
        "crumbs": [(_("设置"), "")],
        "years": [(year, workdays.knows_year(year)) for year in (today.year, today.year + 1)],
        "own_days": len(workdays.overrides),
        "rules": lines,
        "set_rules": sum(line.since is not None for line in lines),
    }
    return render(request, "organizations/settings.html", context)


@require_safe
@may(VIEW)
def calendar(request):
    return _calendar_page(request, CalendarDayForm(initial={"is_working": "rest"}), _year(request.GET.get("year")))


def _calendar_page(request, form, year: int):
    context = {
        "crumbs": _crumbs((_("工作日历"), "")),
        "form": form,
        "year": calendar_year(year=year, today=timezone.localdate()),
        "previous_year": year - 1 if year > FIRST_YEAR else None,
        "next_year": year + 1 if year < LAST_YEAR else None,
        "may_edit": request.user.has_perm(EDIT),
    }
    return answer_form(request, "organizations/calendar.html", context)


def _year(text: str | None) -> int:
    """The asked year; nonsense and years outside the calendar get the present one."""
    year = int(text) if text and text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


@require_POST
@may(EDIT)
def calendar_day(request):
    """Set one day. Pressed twice it says the same thing twice, so it needs no one-time key."""
    form = CalendarDayForm(request.POST)
    if form.is_valid():
        try:
            row = calendar_service.set_day(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            day = form.cleaned_data["day"]
            text = _("已登记 %(day)s 的安排。") if row else _("%(day)s 原来就是这样安排的，没有改动。")
            messages.success(request, text % {"day": day.isoformat()})
            return redirect(f"{reverse('organizations:calendar')}?year={day.year}")
    return _calendar_page(request, form, _year(request.POST.get("day", "")[:4]))


@require_POST
@may(EDIT)
def calendar_day_remove(request, public_id):
    day = find(CalendarDay.objects.all(), public_id)
    calendar_service.remove_day(by=request.user, day=day)
    messages.success(request, _("已删除 %(day)s 的本县安排，恢复按全国日历计算。") % {"day": day.day.isoformat()})
    return redirect(f"{reverse('organizations:calendar')}?year={day.day.year}")


@require_http_methods(["GET", "HEAD", "POST"])
@may(EDIT)
def calendar_paste(request):
    form = CalendarPasteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            done = calendar_service.import_days(by=request.user, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            facts = {"new": done.new, "changed": done.changed, "same": done.same}
            messages.success(request, _("已录入：新增 %(new)s 天，改动 %(changed)s 天，原样 %(same)s 天。") % facts)
            return redirect("organizations:calendar")
    crumbs = _crumbs((_("工作日历"), reverse("organizations:calendar")), (_("成批录入"), ""))
    return answer_form(request, "organizations/calendar_paste.html", {"crumbs": crumbs, "form": form})


@require_safe
@may(VIEW)
def rules(request):
    today = timezone.localdate()
    context = {
        "crumbs": _crumbs((_("规则"), "")),
        "lines": rules_on(on=today),
        "settings": setting_lines(on=today),
        "may_edit": request.user.has_perm(EDIT),
    }
    return render(request, "organizations/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(EDIT)
def rule_edit(request, key):
    if key not in RULES:
        raise Http404
    rule, today = RULES[key], timezone.localdate()
    value = rule_value(key, on=today)
    initial = {"value": initial_value(rule, value), "effective_from": today}
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            row = rules_service.set_rule(by=request.user, key=key, today=today, **form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            text = _("“%(title)s”已保存。") if row else _("“%(title)s”没有改动。")
            messages.success(request, text % {"title": rule.title})
            return redirect("organizations:rules")
    context = {
        "crumbs": _crumbs((_("规则"), reverse("organizations:rules")), (rule.title, "")),
        "form": form,
        "rule": rule,
        "now": rule.in_words(value),
        "default": rule.in_words(rule.default),
        "settings": setting_lines(on=today, key=key),
        "may_edit": True,
    }
    return answer_form(request, "organizations/rule_form.html", context)


@require_POST
@may(EDIT)
def rule_withdraw(request, key, public_id):
    setting = find(RuleSetting.objects.filter(key=key), public_id)
    try:
        rules_service.withdraw_rule(by=request.user, setting=setting, today=timezone.localdate())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("已撤回还没有生效的取值。"))
    return redirect("organizations:rule-edit", key=key)
