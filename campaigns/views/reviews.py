"""Review: the queue, one filing side by side, and each step of judging it."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.reviews import ReturnForm
from campaigns.models import Extension, Filing, FilingItem
from campaigns.pages import running_page
from campaigns.querysets.filings import REVIEW
from campaigns.selectors import reviews as selectors
from campaigns.selectors.filing_titles import filing_title
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.review_desk import waiting_rows
from campaigns.services import reviews as services
from campaigns.views.own_filing import say_restored
from organizations.pages import add_errors, as_uuid, find, may, page_of, require_POST
from organizations.rules import rule_value
from organizations.typed_text import keeps_typed


def filing_to_review(view):
    """Decorator: `view(request, campaign, filing, …)` for a filing the role may at least read as a reviewer."""

    @wraps(view)
    @running_page
    def found(request, campaign, filing, *args, **kwargs):
        if not request.user.has_perm(REVIEW):
            raise PermissionDenied
        rows = Filing.objects.reviewable_by(request.user.membership).filter(campaign=campaign)
        return view(
            request, campaign, find(rows.select_related("campaign", "unit", "submitted_by", "opened_by"), filing),
            *args, **kwargs,
        )  # fmt: skip

    return found


@may(REVIEW)
def reviews_waiting(request):
    """All that waits for the own decision, whatever campaign it belongs to."""
    page = page_of(request, waiting_rows(request.user.membership))
    for filing in page:
        items = filing.items.all()
        filing.title = filing_title(filing, [item.duty for item in items])
        filing.late_days = max((selectors.days_late(item.duty) for item in items), default=0)
    context = {"page": page, "crumbs": [(_("审核"), "")]}
    return render(request, "campaigns/reviews_waiting.html", context)


@may(REVIEW)
@running_page
def review_queue(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    context = campaign_frame(campaign, membership, today, tab="review", here=_("待审核"))
    filings = Filing.objects.reviewable_by(membership).filter(campaign=campaign)
    asked = Extension.objects.filter(state=Extension.State.ASKED, filing__in=filings)
    context |= {
        "rows": selectors.review_queue(campaign, request.user, today),
        "asked": list(asked.select_related("filing__unit", "asked_by").order_by("until", "id")),
    }
    return render(request, "campaigns/review_queue.html", context)


@keeps_typed()
@filing_to_review
def review(request, campaign, filing):
    return _page(request, campaign, filing)


@require_POST
@filing_to_review
def review_open(request, campaign, filing):
    """Begin, or take over from somebody else, which is written down."""
    take_over = request.POST.get("take_over") == "1"
    return _do(
        request, campaign, filing,
        lambda today: services.open_review(filing=filing, by=request.user, on=today, take_over=take_over),
    )  # fmt: skip


@keeps_typed("campaigns:review", ("slug", "filing"))
@require_POST
@filing_to_review
def review_item(request, campaign, filing, item):
    """Pass or return one item; the next undecided one gets the focus."""
    item = find(FilingItem.objects.select_related("filing"), item, filing=filing)
    today = timezone.localdate()
    if request.POST.get("decision") != "return":
        return _do(
            request,
            campaign,
            filing,
            lambda today: services.accept_item(item=item, by=request.user, on=today),
            after=item,
        )
    form = ReturnForm(request.POST, usual=_usual(today), prefix=str(item.public_id))
    if form.is_valid():
        try:
            services.return_item(item=item, by=request.user, reason=form.full_reason(), on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect(_address(campaign, filing, request.user, item))
    return _page(request, campaign, filing, failed=(item, form))


@require_POST
@filing_to_review
def review_rest(request, campaign, filing):
    def step(today):
        number = services.accept_rest(
            filing=filing, by=request.user, on=today, unchanged_only=request.POST.get("only") == "unchanged"
        )
        messages.success(request, _("已通过 %(n)s 项。") % {"n": number})

    return _do(request, campaign, filing, step)


@require_POST
@filing_to_review
def review_undo(request, campaign, filing):
    item = None
    if request.POST.get("item"):
        item = find(FilingItem.objects.all(), as_uuid(request.POST["item"]), filing=filing)
    return _do(
        request, campaign, filing,
        lambda today: services.undo(filing=filing, by=request.user, on=today, item=item), at=item,
    )  # fmt: skip


@require_POST
@filing_to_review
def review_finish(request, campaign, filing):
    def step(today):
        done = services.finish(filing=filing, by=request.user, on=today)
        told = (
            _("已退回，单位收到一条消息。")
            if done.state == Filing.State.RETURNED
            else _("已全部通过，单位收到一条消息。")
        )
        messages.success(request, f"{filing.unit}：{told}")

    return _do(request, campaign, filing, step, to=reverse("campaigns:reviews", args=[campaign.slug]))


def _do(request, campaign, filing, step, *, after=None, at=None, to: str = ""):
    """One step; a refusal is said on top of the page as it stands now."""
    try:
        step(timezone.localdate())
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return _page(request, campaign, filing, status=409)
    return redirect(to or _address(campaign, filing, request.user, after, at))


def _address(campaign, filing, account, after=None, at=None) -> str:
    """Back to the filing, with the item that gets the focus: the next undecided one after the one just judged."""
    url = reverse("campaigns:review", args=[campaign.slug, filing.public_id])
    return f"{url}?after={after.public_id}" if after else f"{url}?at={at.public_id}" if at else url


def _page(request, campaign, filing, *, failed=None, status: int = 200):
    today = timezone.localdate()
    filing = Filing.objects.select_related("campaign", "unit", "submitted_by", "opened_by").get(pk=filing.pk)
    page = selectors.review_page(filing, request.user, today)
    usual = _usual(today)
    for card in page.cards:
        is_failed = failed is not None and card.item.pk == failed[0].pk
        card.form = failed[1] if is_failed else ReturnForm(usual=usual, prefix=str(card.item.public_id))
        card.failed = is_failed
        if not is_failed and _was_typed(request, card):
            say_restored(request, card.form)
            card.failed = True  # open, so that it is seen
    queue_url = reverse("campaigns:reviews", args=[campaign.slug])
    context = campaign_frame(campaign, request.user.membership, today, tab="review", here=_("审核填报"))
    context["crumbs"].insert(-1, (_("待审核"), queue_url))
    context |= {
        "filing": filing,
        "page": page,
        "focus": None if failed else _focus(page, request.GET),
        "form": failed[1] if failed else None,
        "queue_url": queue_url,
    }
    return render(request, "campaigns/review.html", context, status=422 if failed else status)


def _was_typed(request, card) -> bool:
    """Whether this item's reason was being written when the session ended."""
    typed = getattr(request, "typed", None)
    return (
        typed is not None and typed.kwargs.get("item") == str(card.item.public_id) and card.can and not card.is_decided
    )


def _focus(page, query) -> str:
    """Public id of the card whose first button gets the focus; "finish" when nothing is left."""
    ids = [str(card.item.public_id) for card in page.cards]
    if query.get("at") in ids:
        return query["at"]
    if query.get("after") not in ids:
        return ""
    place = ids.index(query["after"])
    ahead = page.cards[place + 1 :] + page.cards[:place]
    return next((str(card.item.public_id) for card in ahead if card.can and not card.is_decided), "finish")


def _usual(today) -> str:
    return rule_value("review.common_reasons", on=today)
