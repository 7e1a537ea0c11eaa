"""Lists of postings: with what is the matter, by the end of the term, by year."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.postings import PostingFilter
from cadres.models import Posting
from cadres.selectors import posting_pages
from cadres.selectors.posting_pages import OLDEST_YEAR
from cadres.selectors.posting_year import year_lines
from cadres.selectors.seats import seat_units
from organizations.pages import address_with, may, page_of
from organizations.rules import rule_value

VIEW, EDIT = "cadres.view_posting", "cadres.edit_posting"


@may(VIEW)
def postings(request):
    today = timezone.localdate()
    warn = rule_value("postings.warn_days", on=today)
    form, tab, seen, empty, short = _found(request, today)
    villages = {"vacant": empty, "short": short}
    rows = villages[tab] if tab in villages else posting_pages.in_tab(seen, tab, today, warn).for_rows()
    page = page_of(request, rows)
    sees_recalls = request.user.has_perm("cadres.view_recall")

    def address(key: str) -> str:
        return address_with(request, tab="" if key == "now" else key, page=None)

    context = {
        "form": form,
        "tab": tab,
        "page": page,
        "rows": [] if tab in villages else posting_pages.posting_rows(page, today, warn),
        "vacancies": [(one, one.days(today)) for one in page] if tab == "vacant" else [],
        "short": list(page) if tab == "short" else [],
        "tabs": posting_pages.tab_items(
            seen,
            {key: len(found) for key, found in villages.items()},
            today,
            tab,
            address,
            warn=warn,
            sees_recalls=sees_recalls,
        ),
        "may_edit": request.user.has_perm(EDIT),
        "sees_recalls": sees_recalls,
        "views": _views("postings"),
        "year": today.year,
    }
    return render(request, "cadres/posting_list.html", context)


def _found(request, today):
    """The filter, which tab, the postings it finds, the empty seats and the short teams of the township chosen."""
    membership = request.user.membership
    form = PostingFilter(request.GET, units=seat_units(membership, today))
    seen = form.filter(Posting.objects.visible_to(membership))
    tab = posting_pages.tab_of(request.GET, membership)
    under = form.under()
    empty = posting_pages.vacant_seats(membership, today, under)
    return form, tab, seen, empty, posting_pages.teams_below_size(membership, today, under)


@may(VIEW)
def terms(request):
    """Running tours by their end, so that one sees who is next."""
    membership, today = request.user.membership, timezone.localdate()
    form = PostingFilter(request.GET, units=seat_units(membership, today))
    rows = form.filter(Posting.objects.visible_to(membership)).on_day(today).for_rows()
    page = page_of(request, rows.order_by("ends_on", "unit__code", "pk"))
    lines = posting_pages.posting_rows(page, today, rule_value("postings.warn_days", on=today))
    context = {"form": form, "page": page, "rows": lines, "views": _views("terms")}
    return render(request, "cadres/posting_terms.html", context)


@may(VIEW)
def posting_year(request, year):
    today = timezone.localdate()
    if not OLDEST_YEAR <= year <= today.year:
        raise Http404
    lines, total = year_lines(membership=request.user.membership, year=year, on=today)
    years = [
        {"label": str(one), "url": reverse("cadres:posting-year", args=[one]), "current": one == year}
        for one in range(today.year - 2, today.year + 1)
    ]
    context = {
        "year": year, "year_text": str(year), "lines": lines, "total": total, "years": years, "running": year == today.year,
        "reasons": [label for _key, label in Posting.EndReason.choices],
        "outcomes": [label for key, label in Posting.Outcome.choices if key], "crumbs": [(_("第一书记"), reverse("cadres:postings")), (_("年度汇总"), "")],
    }  # fmt: skip
    return render(request, "cadres/posting_year.html", context)


def _views(current: str) -> list[dict]:
    names = {"postings": _("名单"), "terms": _("任期"), "calendar": _("月历")}
    return [
        {"label": label, "url": reverse(f"cadres:{name}"), "current": name == current} for name, label in names.items()
    ]
