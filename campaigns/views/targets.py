"""A task's numbers by unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.forms.targets import TargetsForm
from campaigns.models import Campaign, Task
from campaigns.pages import editable
from campaigns.selectors.frame import campaign_frame, task_crumb
from campaigns.selectors.unit_targets import sum_of, target_sheet
from campaigns.services import targets
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_conflict, answer_form, posted

EDIT = "campaigns.edit_campaign"


@require_http_methods(["GET", "HEAD", "POST"])
def task_targets(request, slug, number):
    campaigns = editable(request).exclude(state=Campaign.State.DRAFT)
    found = Task.objects.filter(campaign__in=campaigns.filter(slug=slug), number=number)
    task = found.select_related("campaign", "campaign__owner").first()
    if task is None:
        # A co-editor of another campaign has no business here at all; the office of another township only not with this one.
        raise Http404 if request.user.has_perm(EDIT) else PermissionDenied
    sheet = target_sheet(task=task)
    form = TargetsForm(posted(request) if request.method == "POST" else None, sheet=sheet)
    if form.is_bound and form.is_valid():
        try:
            changed = targets.set_targets(
                task=task, values=form.values(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion as stale:
            current = form.as_stored(target_sheet(task=stale.current))
            differing = [name for name in form.places if form.cleaned_data[name] != getattr(current, name)]
            same = [name for name in form.places if name not in differing]
            return answer_conflict(
                request, form=form, current=current, fields=differing, keep=same, back_url=request.path
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(
                request, _("已保存 %(n)s 个数。") % {"n": changed} if changed else _("没有改动，什么也没有保存。")
            )
            return redirect("campaigns:task-targets", slug, number)
    blocks = [_block(form, sheet, indicator) for indicator in sheet.indicators] if sheet.units else []
    context = campaign_frame(
        task.campaign, request.user.membership, timezone.localdate(), tab="tasks", here=_("分解指标")
    )
    context["crumbs"].insert(2, task_crumb(task, task.campaign))
    context |= {"form": form, "task": task, "blocks": blocks}
    return answer_form(request, "campaigns/task_targets.html", context)


def _block(form: TargetsForm, sheet, indicator) -> dict:
    return {
        "indicator": indicator,
        "sum": sum_of(sheet=sheet, indicator=indicator),
        "rows": [(unit, form[f"t-{indicator.public_id}-{unit.public_id}"]) for unit in sheet.units],
    }
