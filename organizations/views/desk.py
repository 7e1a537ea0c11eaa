"""The desk, first page of every role."""

from django.shortcuts import render
from django.utils import timezone

from organizations.selectors.desk import desk_for


def desk(request):
    context = {"desk": desk_for(request.user, timezone.localdate()), "today": timezone.localdate()}
    return render(request, "organizations/desk.html", context)
