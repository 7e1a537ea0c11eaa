"""One item of a filing: the form, its draft, its photos."""

from types import SimpleNamespace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms.filings import ItemForm
from campaigns.models import FilingItem
from campaigns.services import filing_photos, filings
from campaigns.views.own_filing import own_filing, place, say_restored
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_conflict, answer_form, posted
from organizations.rules import rule_value
from organizations.typed_text import keeps_typed


def _row(found, public_id):
    row = next((row for row in found.rows if row.item is not None and row.item.public_id == public_id), None)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed()
@own_filing
def filing_item(request, found, item):
    row = _row(found, item)
    if not found.is_open or row.item.state == FilingItem.State.ACCEPTED:
        return redirect("campaigns:filing" if found.is_open else "campaigns:filing-done", *place(found))
    form = ItemForm(posted(request) if request.method == "POST" else None, row=row)
    say_restored(request, form)
    if request.method == "POST":
        answer = _save(request, found, row, form)
        if answer is not None:
            return answer
    return answer_form(request, "campaigns/filing_item.html", _context(found, row, form))


def _save(request, found, row, form):
    """Where the saved item leads; None when the form comes back. Files that could not be kept do not stop the text."""
    action, today = request.POST.get("action", "next"), timezone.localdate()
    refused = _keep_files(request, row, today)
    if action == "drop":
        return _drop(request, found, row, today)
    still = action == "no_change"
    if not form.is_valid() and not still:
        _tell(form, refused)
        return None
    values = {"no_change": True} if still else form.values()
    version = form.cleaned_data.get("version", 0)
    try:
        with transaction.atomic():
            saved = filings.save_item(item=row.item, by=request.user, version=version, values=values, on=today)
    except StaleVersion as stale:
        if still:
            messages.warning(request, _("另一位同事刚改过这一项，请看过再填。"))
            return redirect("campaigns:filing-item", *place(found), row.item.public_id)
        return _conflict(request, found, form, stale.current)
    except ValidationError as refusal:
        if still:
            form.errors.clear()
        if action == "list":
            return _leave(request, found, row, values, version, today)
        form.fields["fall_reason"].required = not still and form.falls
        _tell(form, refused)
        add_errors(form, refusal)
        return None
    if refused:
        # The text is safe; the page stays so that the file can be tried again.
        for sentence in refused:
            messages.warning(request, sentence)
        return redirect("campaigns:filing-item", *place(found), row.item.public_id)
    for note in form.notes if not still else []:
        messages.info(request, note)
    row.item = saved
    following = found.after(saved)
    if action == "list" or (still and request.POST.get("from") == "list"):
        return redirect(f"{reverse('campaigns:filing', args=place(found))}#item-{saved.public_id}")
    if following is None or following.item is None:
        return redirect("campaigns:filing-check", *place(found))
    return redirect("campaigns:filing-item", *place(found), following.item.public_id)


def _leave(request, found, row, values, version, today):
    """Back to the list with something missing: what there is stays as a draft."""
    with transaction.atomic():
        filings.save_item(item=row.item, by=request.user, version=version, values=values, on=today, draft=True)
    messages.info(request, _("“%(title)s”还没填完，已存为草稿。") % {"title": row.title})
    return redirect("campaigns:filing", *place(found))


def _drop(request, found, row, today):
    try:
        filings.save_item(item=row.item, by=request.user, version=row.item.version, values={}, on=today, draft=True)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("campaigns:filing-item", *place(found), row.item.public_id)


def _keep_files(request, row, today) -> list[str]:
    refused = []
    for upload in request.FILES.getlist("upload"):
        try:
            with transaction.atomic():
                filing_photos.add_photo(item=row.item, by=request.user, upload=upload, on=today)
        except ValidationError as refusal:
            refused.append(_("“%(name)s”没传上去：%(why)s") % {"name": upload.name, "why": refusal.messages[0]})
    if request.FILES:
        row.files = [proof.evidence for proof in row.item.proofs.select_related("evidence")]
    return refused


def _tell(form, refused: list[str]) -> None:
    for sentence in refused:
        form.add_error(None, sentence)


def _conflict(request, found, form, current):
    stored = {figure.indicator_id: figure for figure in current.figures.all()}
    theirs = SimpleNamespace(
        version=current.version, words=current.words, fall_reason=current.fall_reason, help_wanted=current.help_wanted
    )
    names = []
    for ask in form.row.asks:
        figure = stored.get(ask.indicator.pk)
        setattr(theirs, ask.field_name, figure.value if figure else None)
        names.append(ask.field_name)
        if ask.is_share:
            setattr(theirs, ask.whole_name, figure.whole if figure else None)
            names.append(ask.whole_name)
    return answer_conflict(
        request,
        form=form,
        current=theirs,
        fields=[*names, "fall_reason", "words", "help_wanted"],
        who=current.saved_by.name if current.saved_by else "",
        when=f"{timezone.localtime(current.saved_at):%H:%M}" if current.saved_at else "",
        back_url=reverse("campaigns:filing-item", args=[*place(found), current.public_id]),
    )


@require_POST
@own_filing
def filing_autosave(request, found, item):
    """Only the line that says whether it is kept. A stale draft changes nothing: saving shows both texts."""
    row = _row(found, item)
    form = ItemForm(request.POST, row=row)
    values = form.without_errors()
    context = {"item": row.item, "at": timezone.localtime()}
    try:
        with transaction.atomic():
            context["item"] = filings.save_item(
                item=row.item, by=request.user, version=form.cleaned_data.get("version", 0), values=values,
                on=timezone.localdate(), draft=True,
            )  # fmt: skip
    except StaleVersion:
        context["problem"] = _("另一位同事也在填，保存时请对照")
    except ValidationError as refusal:
        context["problem"] = refusal.messages[0]
    else:
        context["unread"] = bool(form.errors)
    return render(request, "campaigns/filing_saved.html", context)


@require_POST
@own_filing
def filing_photo(request, found, item):
    """One file. A script gets the new tile or the reason in words, a plain form comes back to the item."""
    row = _row(found, item)
    upload = request.FILES.get("upload")
    back = f"{reverse('campaigns:filing-item', args=[*place(found), row.item.public_id])}#photos"
    try:
        if upload is None:
            raise ValidationError(_("请先选一个文件。"))
        with transaction.atomic():
            proof = filing_photos.add_photo(item=row.item, by=request.user, upload=upload, on=timezone.localdate())
    except ValidationError as refusal:
        if request.htmx:
            return HttpResponse(refusal.messages[0], status=422, content_type="text/plain; charset=utf-8")
        messages.error(request, refusal.messages[0])
        return redirect(back)
    if request.htmx:
        return render(
            request, "campaigns/filing_photo.html", {**_context(found, row, None), "file": proof.evidence}, status=201
        )
    return redirect(back)


@require_POST
@own_filing
def filing_photo_remove(request, found, item, photo):
    row = _row(found, item)
    proof = row.item.proofs.select_related("evidence", "item").filter(evidence__public_id=photo).first()
    if proof is None:
        raise Http404
    try:
        filing_photos.remove_photo(proof=proof, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(f"{reverse('campaigns:filing-item', args=[*place(found), row.item.public_id])}#photos")


def _context(found, row, form) -> dict:
    today = timezone.localdate()
    keys = [str(part) for part in place(found)]
    return {
        "sheet": found,
        "row": row,
        "form": form,
        "campaign": found.campaign,
        "unit": found.unit,
        "day": keys[2],
        "last_words": row.last_words,
        "most_photos": rule_value("filing.most_photos", on=today),
        "until": row.after.day if row.after else today,
        "reason_open": bool(row.item.fall_reason or (form is not None and form.initial["fall_reason"]))
        or (form is not None and form.is_bound and bool(form.errors)),
        "is_draft": row.status == "draft",
    }
