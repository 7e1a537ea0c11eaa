"""Search over everything the role may see."""

from django.shortcuts import render
from django.utils import timezone

from assessments.selectors.search import found
from organizations.hits import LONGEST, tidy
from organizations.pages import may


@may("organizations.search")
def search(request):
    text = tidy(request.GET.get("q", ""))
    groups = found(request.user, text, timezone.localdate()) if text else []
    context = {"text": text, "groups": groups, "total": sum(group.total for group in groups), "longest": LONGEST}
    return render(request, "assessments/search.html", context)
