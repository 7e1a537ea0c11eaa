"""Last year's campaign as a new draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.changes import CopyForm
from campaigns.models import Campaign
from campaigns.pages import campaign_page
from campaigns.services.copying import copy_campaign
from campaigns.shifting import shift_words
from campaigns.views.lifecycle import crumbs_to, versions_url
from organizations.pages import add_errors, answer_form, may, once


@may("campaigns.edit_campaign")
@campaign_page
@once
def campaign_copy(request, campaign):
    if not Campaign.objects.copyable_by(request.user.membership).filter(pk=campaign.pk).exists():
        raise PermissionDenied
    if campaign.is_draft:
        messages.info(request, _("筹备中的活动不能沿用，请直接继续筹备。"))
        return redirect(f"/c/new/{campaign.public_id}/tasks/")
    start = {"name": shift_words(campaign.name, 1), "year": campaign.year + 1}
    form = CopyForm(request.POST or None, initial=start)
    context = {
        "form": form, "title": _("沿用这个活动"), "campaign": campaign, "button_text": _("生成筹备中的活动"),
        "happens": [
            _("行动、任务、责任单位、阶段和保障措施都带过来，日期按年度顺延；已取消的任务不带。"),
            _("已并入其他单位的，换成承接单位；已停用的，留空待选。"),
            _("任务标题和内容里写的年份不会自动改，请在核对时看一遍。"),
        ],
        "back_url": versions_url(campaign),
        "crumbs": [*crumbs_to(campaign), (_("沿用这个活动"), "")],
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            draft = copy_campaign(
                campaign=campaign, name=data["name"], year=data["year"], with_values=data["with_values"], by=request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已生成“%(name)s”，请核对任务。") % {"name": draft.name})
            return redirect(f"/c/new/{draft.public_id}/tasks/")
    return answer_form(request, "campaigns/change_form.html", context)
