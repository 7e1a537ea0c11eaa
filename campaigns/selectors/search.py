"""Search among campaigns and tasks: by title, pinyin and initials, and in the plan's words with the sentence shown."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Task
from campaigns.querysets.campaigns import VIEW
from organizations.hits import Hit, HitGroup, best_first, marked, matching, sentence, shown
from organizations.roles import Reach, reach_of


def campaigns(account, text: str, on: date) -> list[HitGroup]:
    """By name or document number; by a sentence of the plan only where the account may see the whole campaign, as the
    plan has everybody's tasks in it."""
    membership = account.membership
    if reach_of(membership, VIEW) is None:
        return []
    in_plan = Q(plan__text__icontains=text)
    if reach_of(membership, VIEW) is not Reach.COUNTY:
        editable = Campaign.objects.editable_by(membership, on)
        in_plan &= Q(owner__path__startswith=membership.unit.path) | Q(pk__in=editable.values("pk"))
    found = Campaign.objects.visible_to(membership, on)
    found = found.filter(matching(text, "name") | Q(document_number__icontains=text) | in_plan)
    ranked = best_first(found, text, name="name", exact=("document_number",), then=("-year", "-id"))
    rows, total = shown(ranked.select_related("owner"))
    read = Campaign.objects.filter(in_plan, pk__in=[campaign.pk for campaign in rows])
    texts = dict(read.values_list("pk", "plan__text"))
    hits = [
        Hit(
            title=marked(campaign.name, text),
            url=_draft(campaign) if campaign.is_draft else f"/c/{campaign.slug}/",
            note=" · ".join(
                str(word)
                for word in (campaign.year, campaign.owner, campaign.document_number, campaign.get_state_display())
                if word
            ),
            excerpt=sentence(texts.get(campaign.pk, ""), text, beside=campaign.name),
        )
        for campaign in rows
    ]
    return [HitGroup(_("活动"), hits, total)]


def tasks(account, text: str, on: date) -> list[HitGroup]:
    """Tasks the account may see, in campaigns it may see. There is no list of all tasks to lead on to."""
    membership = account.membership
    if reach_of(membership, VIEW) is None:
        return []
    seen = Campaign.objects.visible_to(membership, on)
    found = Task.objects.visible_to(membership, on).filter(campaign__in=seen.values("pk"))
    found = found.filter(matching(text, "title") | Q(detail__icontains=text))
    ranked = best_first(found, text, name="title", then=("-campaign__year", "-campaign", "order", "id"))
    rows, total = shown(ranked.select_related("campaign"))
    hits = [
        Hit(
            title=marked(task.title, text),
            url=_address(task),
            note=" · ".join(
                word
                for word in (
                    task.campaign.name,
                    gettext("第 %(number)s 项") % {"number": task.number} if task.number else "",
                    gettext("已取消") if task.withdrawn_on else "",
                )
                if word
            ),
            excerpt=sentence(task.detail, text, beside=task.title),
        )
        for task in rows
    ]
    return [HitGroup(_("任务"), hits, total)]


def _draft(campaign: Campaign) -> str:
    """Who may see a draft may edit it."""
    return f"/c/new/{campaign.public_id}/tasks/"


def _address(task: Task) -> str:
    if task.campaign.is_draft or task.number is None:
        return _draft(task.campaign)
    return f"/c/{task.campaign.slug}/tasks/{task.number}/"
