"""The import wizard: download the form, upload, find the columns, check, write, take back."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.downloads import workbook_answer
from organizations.forms.imports import MapForm, UploadForm, WriteForm
from organizations.imports.registers import find_register
from organizations.models import ImportBatch, ImportRow
from organizations.pages import add_errors, answer_form, find, once, page_of
from organizations.rules import rule_value
from organizations.selectors.imports import (
    TABS,
    adoptable,
    form_workbook,
    importable,
    shown_columns,
    shown_rows,
    step_names,
    tabs,
)
from organizations.services import import_errors as error_service
from organizations.services import import_files, import_writing
from organizations.services import imports as services

State = ImportBatch.State
RECENT = 10


def register_page(view):
    """Decorator: the register named in the address, 404 for none, 403 unless the role may import it somewhere."""

    @wraps(view)
    def opened(request, kind, *args, **kwargs):
        register = find_register(kind)
        if register is None:
            raise Http404
        if not request.user.has_perm(register.action):
            raise PermissionDenied
        register.scoped(request.user.membership.unit)
        return view(request, register, *args, **kwargs)

    return opened


def batch_page(view):
    """Decorator: a batch of that register inside the person's reach, else 404."""

    @wraps(view)
    def opened(request, register, public_id):
        seen = ImportBatch.objects.visible_to(request.user.membership, register.action).filter(kind=register.slug)
        return view(request, register, find(seen.select_related("unit", "uploaded_by"), public_id))

    return register_page(opened)


@register_page
@once
def import_upload(request, register):
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        name, data = form.file()
        try:
            batch = services.take_in(
                register=register,
                data=data,
                file_name=name,
                unit=request.user.membership.unit,
                by=request.user,
                on=timezone.localdate(now),
                now=now,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect(_address("import-check", batch))
    every = ImportBatch.objects.filter(kind=register.slug)
    seen = every.visible_to(request.user.membership, register.action)
    others = every.waiting(timezone.now()).exclude(uploaded_by__account=request.user)
    context = {
        "form": form,
        "register": register,
        "others": list(others.select_related("uploaded_by")[:5]),
        "steps": step_names(),
        "recent": list(seen.select_related("uploaded_by")[:RECENT]),
        "crumbs": _crumbs(register),
    }
    return answer_form(request, "organizations/import_upload.html", context)


@require_safe
@register_page
def import_template(request, register):
    made = form_workbook(register, rows=[], on=timezone.localdate())
    return workbook_answer(made, name=_("%(title)s（模板）") % {"title": register.title})


@require_safe
@register_page
def import_current(request, register):
    today = timezone.localdate()
    rows = list(register.exported(today))
    made = b""
    if request.method != "HEAD":  # asking for the headers hands nothing out
        made = form_workbook(register, rows=rows, on=today)
        import_files.note_hand_out(by=request.user, kind=register.slug, rows=len(rows))
    return workbook_answer(made, name=_("%(title)s（现有数据）") % {"title": register.title})


@batch_page
@require_safe
def import_check(request, register, batch):
    """Where the batch stands: columns to be found, being checked, checked, written or taken back."""
    if batch.state == State.UPLOADED:
        return redirect(_address("import-map", batch))
    now = timezone.now()
    if batch.state in (State.CHECKING, State.FAILED):
        context = {"register": register, "batch": batch, "steps": step_names(), "crumbs": _crumbs(register, batch)}
        return render(request, "organizations/import_wait.html", context)
    form = WriteForm(batch=batch) if batch.state == State.CHECKED else None
    return _check_page(request, register, batch, form, now)


def _check_page(request, register, batch, form, now):
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in TABS else ""
    rows = ImportRow.objects.filter(batch=batch)
    page = page_of(request, rows.filter(state=chosen) if chosen else rows)
    columns = shown_columns(register, batch)
    today = timezone.localdate(now)
    sheet = batch.layout["sheets"][batch.choice["sheet"]]
    context = {
        "form": form,
        "register": register,
        "batch": batch,
        "written": batch.counts.get("written", {}),
        "sheet": sheet,
        "columns": columns,
        "page": page,
        "rows": shown_rows(columns, page),
        "chosen": chosen,
        "missing": batch.layout.get("missing", {}),
        "tabs": tabs(batch, chosen, _address("import-check", batch)),
        "importable": importable(batch),
        "proposals": adoptable(columns, rows),
        "others": list(ImportBatch.objects.others_at_work(batch, now).select_related("uploaded_by")[:5])
        if batch.state == State.CHECKED
        else [],
        "undo_days": rule_value("imports.undo_days", on=today),
        "may_undo": import_writing.may_undo(batch, on=today, now=now),
        "steps": step_names(),
        "crumbs": _crumbs(register, batch),
    }
    template = "organizations/import_check.html" if form else "organizations/import_done.html"
    return answer_form(request, template, context) if form else render(request, template, context)


@batch_page
def import_map(request, register, batch):
    if batch.state not in (State.UPLOADED, State.CHECKED, State.FAILED):
        return redirect(_address("import-check", batch))
    sheets = batch.layout["sheets"]
    usable = services.usable_sheets(sheets) or [n for n, entry in enumerate(sheets) if entry["headings"]]
    asked = request.GET.get("sheet", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in usable else usable[0]
    entry = sheets[number]
    form = MapForm(request.POST if request.method == "POST" else None, columns=register.columns, entry=entry)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            services.check(
                batch=batch,
                sheet=number,
                places=form.places(),
                ignore_others=form.cleaned_data["ignore_others"],
                by=request.user,
                on=timezone.localdate(now),
                now=now,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect(_address("import-check", batch))
    context = {
        "form": form,
        "register": register,
        "batch": batch,
        "entry": entry,
        "sheets": [
            {"label": sheets[n]["name"] or _("表格"), "url": f"?sheet={n}", "current": n == number} for n in usable
        ],
        "samples": [
            {"heading": heading, "words": entry["samples"].get(place, [])}
            for place, heading in entry["headings"].items()
        ],
        "steps": step_names(),
        "crumbs": _crumbs(register, batch),
    }
    return answer_form(request, "organizations/import_map.html", context)


@batch_page
@require_POST
def import_adopt(request, register, batch):
    """The proposal of one cell ("row:column"), or every proposal of a column."""
    number, _sign, column = request.POST.get("cell", "").partition(":")
    row = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else None
    if not column:
        row, column = None, request.POST.get("column", "")
    now = timezone.now()
    try:
        cells = services.adopt(
            batch=batch, row=row, column=column, by=request.user, on=timezone.localdate(now), now=now
        )
    except ValidationError as error:
        messages.warning(request, "".join(error.messages))
    else:
        messages.success(request, _("已采用 %(n)s 处建议并重新核对，还没有写入。") % {"n": cells})
    state = request.POST.get("state", "")
    return redirect(_address("import-check", batch) + (f"?state={state}" if state in TABS else ""))


@batch_page
@require_POST
def import_write(request, register, batch):
    now = timezone.now()
    if batch.state != State.CHECKED:
        return redirect(_address("import-check", batch))  # pressed twice: the page says how it ended
    form = WriteForm(request.POST, batch=batch)
    if form.is_valid():
        try:
            done = import_writing.write(
                batch=batch,
                good_rows_only=form.cleaned_data.get("good_rows_only", False),
                confirmed=form.cleaned_data.get("confirmed", False),
                by=request.user,
                on=timezone.localdate(now),
                now=now,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = _("已导入：新增 %(new)s 行，更新 %(changed)s 行，没有变化 %(same)s 行。")
            messages.success(request, text % done)
            return redirect(_address("import-check", batch))
    return _check_page(request, register, batch, form, now)


@batch_page
@require_safe
def import_errors(request, register, batch):
    if not batch.choice or batch.state not in (State.CHECKED, State.WRITTEN):
        raise Http404
    every = "all" in request.GET
    made = b""
    if request.method != "HEAD":
        try:
            made = error_service.hand_out_errors(by=request.user, batch=batch, only_marked=not every)
        except FileNotFoundError:
            raise Http404 from None
    return workbook_answer(made, name=_("%(name)s（待改正）") % {"name": batch.file_name.rpartition(".")[0]})


@batch_page
def import_undo(request, register, batch):
    now = timezone.now()
    problem = ""
    if request.method == "POST":
        try:
            import_writing.undo(batch=batch, by=request.user, on=timezone.localdate(now), now=now)
        except ValidationError as error:
            problem = "".join(error.messages)
        else:
            messages.success(request, _("已撤销这一批导入，记录恢复到导入以前。"))
            return redirect(_address("import-check", batch))
    written = batch.counts.get("written", {})
    context = {
        "title": _("撤销这一批导入"),
        "lead": problem or _("整批撤销，不能只撤销几行。"),
        "happens": [
            _("新增的记录停用或删除。"),
            _("更新过的记录恢复到导入以前的内容。"),
            _("撤销会记入审计记录，文件保留。"),
        ],
        "counts": [(_("新增"), written.get("new", 0)), (_("更新"), written.get("changed", 0))],
        "action": request.path,
        "button_text": _("撤销这一批"),
        "back_url": _address("import-check", batch),
        "back_text": _("不撤销，返回"),
        "crumbs": _crumbs(register, batch),
    }
    return render(request, "confirm.html", context, status=422 if problem else 200)


def _address(name: str, batch: ImportBatch) -> str:
    return reverse(f"organizations:{name}", args=[batch.kind, batch.public_id])


def _crumbs(register, batch=None):
    crumbs = [
        (str(register.title).removesuffix("登记表"), reverse(register.list_url)),
        (_("导入"), reverse("organizations:import-upload", args=[register.slug]) if batch else ""),
    ]
    return [*crumbs, (batch.file_name, "")] if batch else crumbs
