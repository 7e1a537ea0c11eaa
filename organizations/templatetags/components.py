"""The component library: a template builtin, so every template has it without loading.

No models here and no queries: a component draws what it is given. Markup lives in templates/components/.
"""

import datetime
import re

from django import template
from django.templatetags.static import static
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = template.Library()

LAMPS = ("ok", "warn", "late", "done", "idle")
PAGE_SIZES = (20, 50, 100)
MESSAGE_ICONS = {"ok": "ok", "info": "info", "warn": "warn", "late": "warn"}
MESSAGE_KINDS = {"success": "ok", "error": "late", "warning": "warn", "info": "info", "debug": "info"}


# ---------------------------------------------------------------- signs


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A line drawing from static/icons.svg. Without a label it is decoration and stays silent."""
    href = f"{static('icons.svg')}#i-{name}"
    css = f"ico {css}".strip()
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href)
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', css, href)


@register.simple_tag
def lamp(kind: str, label: str = "", *, quiet: bool = False) -> SafeString:
    """One of five lamps with its word. quiet=True speaks the word without showing it; no word: decoration."""
    kind = kind if kind in LAMPS else "idle"
    href = f"{static('icons.svg')}#l-{kind}"
    svg = format_html('<svg class="lamp {}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', kind, href)
    if not label:
        return svg
    if quiet:
        return format_html('<span class="lamp-word">{}<span class="vh">{}</span></span>', svg, label)
    return format_html('<span class="lamp-word">{}{}</span>', svg, label)


@register.simple_tag
def tag(kind: str, text: str, *, lit: bool = False) -> SafeString:
    """A state in a word: ok, warn, late, done, open, idle, plain. lit=True puts the lamp before it."""
    return format_html('<span class="tag {}">{}{}</span>', kind, lamp(kind) if lit and kind in LAMPS else "", text)


@register.inclusion_tag("components/legend.html")
def legend(items=None) -> dict:
    return {"items": items}


@register.inclusion_tag("components/meter.html")
def meter(value, expected=None, kind: str = "", label: str = "") -> dict:
    """value and expected in percent; widths are SVG attributes, so no inline style is needed."""
    done = max(0, min(100, float(value or 0)))
    tick = None if expected is None else max(0, min(100, float(expected)))
    return {
        "value": value,
        "expected": expected,
        "width": f"{done:.1f}",
        "tick": None if tick is None else f"{min(tick, 99):.1f}",
        "kind": kind,
        "label": label,
    }


@register.inclusion_tag("components/bar.html")
def bar(value, of=100, kind: str = "") -> dict:
    share = 0 if not of else max(0.0, min(100.0, float(value or 0) * 100 / float(of)))
    return {"width": f"{share:.1f}", "kind": kind}


# ---------------------------------------------------------------- addresses


def _query(context, changes: dict) -> str:
    request = context.get("request")
    if request is None:
        from django.http import QueryDict

        query = QueryDict(mutable=True)
    else:
        query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def query_replace(context, **changes) -> str:
    """The present query with these values; None or "" takes a name out. {% query_replace page=2 %}"""
    return _query(context, changes)


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_link(context, name: str, label: str, css: str = "", default: str = "", param: str = "sort") -> dict:
    """A table head cell that sorts: sort=name, again sort=-name. default: the order when nothing is asked."""
    request = context.get("request")
    current = (request.GET.get(param) if request else "") or default
    state = "ascending" if current == name else "descending" if current == f"-{name}" else ""
    following = f"-{name}" if state == "ascending" else name
    return {
        "label": label,
        "css": css,
        "state": state,
        "href": _query(context, {param: following, "page": None}),
    }


@register.simple_tag
def row_number(page, counter: int) -> int:
    """Running number over pages: page 2 of 20 starts at 21."""
    if page is None or not hasattr(page, "start_index"):
        return counter + 1
    return page.start_index() + counter


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, sizes=PAGE_SIZES, param: str = "page", size_param: str = "size", label: str = "") -> dict:
    """Which rows, which page, how many a page. Keeps the rest of the query."""
    paginator = page.paginator
    links = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            links.append({"number": number, "href": _query(context, {param: number}), "current": number == page.number})
        else:
            links.append({"number": None})
    return {
        "page": page,
        "label": label,
        "total": paginator.count,
        "links": links,
        "previous": _query(context, {param: page.number - 1}) if page.has_previous() else "",
        "next": _query(context, {param: page.number + 1}) if page.has_next() else "",
        "sizes": [
            {
                "size": size,
                "href": _query(context, {size_param: size, param: None}),
                "current": size == paginator.per_page,
            }
            for size in sizes
        ],
    }


# ---------------------------------------------------------------- frames around content


def _render(context, name: str, values: dict) -> str:
    """Draw a component that wraps content, within the context of its page."""
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)


@register.simple_block_tag(takes_context=True)
def panel(context, content, title: str = "", sub: str = "", *, id: str = "", css: str = "", flush: bool = False,
          link: str = "", link_text: str = "", foot: str = "") -> str:  # fmt: skip
    return _render(context, "components/panel.html", {
        "content": content, "title": title, "sub": sub, "id": id, "css": css, "flush": flush,
        "link": link, "link_text": link_text, "foot": foot,
    })  # fmt: skip


@register.simple_block_tag(takes_context=True)
def page_head(context, content, title: str, meta=None) -> str:
    meta = [meta] if isinstance(meta, str | Promise) else [m for m in meta or [] if m]
    actions = mark_safe(content) if content.strip() else ""  # noqa: S308  rendered by this template already
    return _render(context, "components/page_head.html", {"title": title, "meta": meta, "actions": actions})


@register.simple_block_tag(takes_context=True)
def filter_bar(context, content, result: str = "", *, more=None, clear: str = "", label: str = "") -> str:
    request = context.get("request")
    return _render(context, "components/filter_bar.html", {
        "content": content, "result": result, "more": more, "label": label,
        "clear": clear or (request.path if request else "?"),
        "sort": request.GET.get("sort", "") if request else "",
        "size": request.GET.get("size", "") if request else "",
    })  # fmt: skip


@register.simple_block_tag(takes_context=True)
def message(context, content, kind: str = "info") -> str:
    return _render(
        context, "components/message.html", {"kind": kind, "sign": MESSAGE_ICONS.get(kind, "info"), "content": content}
    )


@register.inclusion_tag("components/message.html")
def message_bar(kind: str, text: str, link: str = "", link_text: str = "") -> dict:
    kind = MESSAGE_KINDS.get(kind, kind)
    return {
        "kind": kind,
        "sign": MESSAGE_ICONS.get(kind, "info"),
        "content": text,
        "link": link,
        "link_text": link_text,
    }


# ---------------------------------------------------------------- parts


@register.inclusion_tag("components/crumbs.html")
def crumbs(items) -> dict:
    """items: list of (label, url) pairs; an empty url is the present page."""
    return {"items": [{"label": i[0], "url": i[1] if len(i) > 1 else ""} for i in items or []]}


@register.inclusion_tag("components/empty.html")
def empty_state(text: str, action: str = "", url: str = "", sign: str = "") -> dict:
    return {"text": text, "action": action, "url": url, "sign": sign}


@register.inclusion_tag("components/sumbar.html")
def sumbar(items, label: str = "") -> dict:
    """items: {count, label, url, kind: late or warn, current}."""
    return {"items": items, "label": label or _("按情况筛选")}


@register.inclusion_tag("components/seg.html")
def seg(items, label: str = "") -> dict:
    """items: {label, url, current}."""
    return {"items": items, "label": label or _("切换")}


@register.inclusion_tag("components/button.html")
def button(text: str, kind: str = "primary", sign: str = "", name: str = "", value: str = "", url: str = "",
           busy: str = "", size: str = "") -> dict:  # fmt: skip
    return {
        "text": text,
        "kind": kind,
        "sign": sign,
        "name": name,
        "value": value,
        "url": url,
        "busy": busy,
        "size": size,
    }


@register.inclusion_tag("components/steps.html")
def steps(items, current: int = 1, label: str = "") -> dict:
    """items: names, or (name, url) pairs; current counts from 1."""
    rows = []
    for number, item in enumerate(items, 1):
        text, url = item if isinstance(item, list | tuple) else (item, "")
        state = "ok" if number < current else "now" if number == current else ""
        rows.append({"number": number, "text": text, "url": url if state == "ok" else "", "state": state})
    return {"items": rows, "label": label or _("步骤")}


@register.inclusion_tag("components/timeline.html")
def timeline(items) -> dict:
    """items: {when, who, what, kind, changes: [{label, before, after}], url}, newest first."""
    return {"items": items}


@register.inclusion_tag("components/masked.html", takes_context=True)
def masked(context, value: str, url: str = "", label: str = "", shown: str = "") -> dict:
    """A covered value; the button leads to a page that asks for a reason. shown: the value once revealed."""
    return {"value": value, "url": url, "label": label, "shown": shown, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/save_state.html")
def save_state(state: str = "saved", time: str = "") -> dict:
    """state: saving, saved, local, failed."""
    return {"state": state, "time": time}


@register.inclusion_tag("components/copy_link.html", takes_context=True)
def copy_link(context, url: str = "") -> dict:
    request = context.get("request")
    return {"url": url or (request.get_full_path() if request else "")}


@register.inclusion_tag("components/returned.html")
def returned(by: str, text: str, who: str = "", when: str = "") -> dict:
    return {"by": by, "text": text, "who": who, "when": when}


@register.inclusion_tag("components/todo.html")
def todo(items) -> dict:
    """items: {count, label, url, hot}."""
    return {"items": items}


@register.inclusion_tag("components/receipt.html")
def receipt(title: str, number: str = "", facts=None, next_text: str = "", url: str = "", url_text: str = "") -> dict:
    """facts: list of (label, value)."""
    return {"title": title, "number": number, "facts": facts, "next_text": next_text, "url": url, "url_text": url_text}


@register.inclusion_tag("components/secret_note.html")
def secret_note() -> dict:
    """The line on every upload page: state secrets do not belong here."""
    return {}


@register.inclusion_tag("components/print_foot.html", takes_context=True)
def print_foot(context, mark: str = "") -> dict:
    return {"shell": context.get("shell"), "mark": mark}


@register.inclusion_tag("components/print_button.html")
def print_button() -> dict:
    return {}


@register.inclusion_tag("components/pick.html")
def pick(name: str, value, label: str, checked: bool = False) -> dict:
    """A box to choose a table row."""
    return {"name": name, "value": value, "label": label, "checked": checked}


# ---------------------------------------------------------------- campaign parts, for later pages


@register.inclusion_tag("components/stage_strip.html")
def stage_strip(stages) -> dict:
    """stages: {name, dates, state: past/now/next, note, percent: how much of the strip's stage is over}."""
    return {"stages": stages}


@register.inclusion_tag("components/action_card.html")
def action_card(card) -> dict:
    """card: {name, url, kind, word, percent, expected, distance, tasks, late, warn, ok}."""
    return {"card": card}


@register.inclusion_tag("components/light_matrix.html")
def light_matrix(groups, rows, caption: str, last: str = "", head: str = "") -> dict:
    """groups: {name, columns}; rows: {name, url, cells: [{kind, label, url, first, late}], state: {kind, text}}."""
    return {"groups": groups, "rows": rows, "caption": caption, "last": last, "head": head or _("乡镇")}


@register.inclusion_tag("components/calendar.html")
def month_calendar(days, rows, caption: str, last: str = "", first: int = 1) -> dict:
    """days: {day, weekend, today}; rows: {name, note, url, cells: [{span, kind, text, visit, weekend}], total, more, low};
    first: the number of the first row, for pages after the first."""
    return {"days": days, "rows": rows, "caption": caption, "last": last, "first": first}


@register.inclusion_tag("components/score_tree.html")
def score_tree(nodes) -> dict:
    """nodes, flat: {name, url, level: 1 or 2, open, score, of, kind, current}."""
    return {"nodes": nodes}


@register.inclusion_tag("components/formula.html")
def formula(facts, sentence: str = "") -> dict:
    return {"facts": facts, "sentence": sentence}


@register.inclusion_tag("components/nodes.html")
def nodes_strip(items) -> dict:
    """items: {name, date, kind, current}."""
    return {"items": items}


# ---------------------------------------------------------------- forms


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms) -> dict:
    """Everything wrong with these forms, each line a link to its field. Nothing wrong: nothing drawn."""
    lines = []
    for form in forms:
        if not form:
            continue
        if hasattr(form, "forms"):
            lines += [{"text": text, "target": ""} for text in form.non_form_errors()]
            members = list(form.forms)
        else:
            members = [form]
        for member in members:
            lines += [{"text": text, "target": ""} for text in member.non_field_errors()]
            for hidden in member.hidden_fields():
                lines += [{"text": text, "target": ""} for text in hidden.errors]
            for bound in member.visible_fields():
                target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label or bound.auto_id
                lines += [{"text": text, "target": target, "label": bound.label} for text in bound.errors]
    return {"lines": lines}


@register.simple_tag(takes_context=True)
def error_prefix(context) -> str:
    """ "有错误：" in front of the title when the page's form has errors."""
    form = context.get("form")
    return str(_("有错误：")) if form is not None and getattr(form, "errors", None) else ""


_DATE = re.compile(r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*$")


@register.filter
def iso_date(value) -> str:
    """2026/10/28 or 2026年10月28日 -> 2026-10-28, as <input type=date> wants it; unreadable text stays empty."""
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    found = _DATE.match(str(value or ""))
    if not found:
        return ""
    try:
        return datetime.date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""


@register.filter
def iso_minute(value) -> str:
    """The same for <input type=datetime-local>."""
    if not isinstance(value, datetime.datetime):
        value = parse_datetime(str(value or "").strip().replace("/", "-"))
    return value.strftime("%Y-%m-%dT%H:%M") if value else ""
