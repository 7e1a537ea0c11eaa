"""What every page of a filing does first: only the unit's own people, in a campaign they see, on a day something is due."""

from datetime import date
from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.selectors.filing_items import sheet
from organizations.pages import may

FILE = "campaigns.file_progress"


def own_campaign(view):
    """Decorator: `view(request, campaign, …)` for who files; the role is asked first, then whether the campaign is seen."""

    @wraps(view)
    @may(FILE)
    def found(request, slug, *args, **kwargs):
        visible = Campaign.objects.visible_to(request.user.membership, timezone.localdate()).select_related("owner")
        campaign = visible.filter(slug=slug).exclude(state=Campaign.State.DRAFT).first()
        if campaign is None:
            raise Http404
        return view(request, campaign, *args, **kwargs)

    found.action = FILE  # type: ignore[attr-defined]  # read by the tests
    return found


def own_filing(view):
    """Decorator: `view(request, found, …)` with the sheet of the own unit's filing. A township does not file for its
    villages, so the unit is the membership's own and no other."""

    @own_campaign
    @wraps(view)
    def opened(request, campaign, unit, day, *args, **kwargs):
        own = request.user.membership.unit
        if own.public_id != unit:
            raise Http404
        try:
            due = date.fromisoformat(day)
        except ValueError:
            raise Http404 from None
        found = sheet(campaign=campaign, unit=own, day=due, on=timezone.localdate())
        if not found.rows:
            raise Http404
        return view(request, found, *args, **kwargs)

    return opened


def say_restored(request, form) -> None:
    """What was typed before the session ended goes back into the form, with a sentence that says so."""
    if request.typed is None:
        return
    request.typed.put_into(form)
    text = _("登录前填的内容已经放回，还没有保存，请看过再保存。")
    messages.info(request, text + (_("附件没有留下，请重新选。") if request.typed.had_files else ""))


def place(found) -> list[str]:
    """The arguments of the addresses of a filing."""
    return [found.campaign.slug, found.unit.public_id, found.day.isoformat()]
