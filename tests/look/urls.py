"""Stub addresses, so that the look can be drawn without the rest of the product."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request, **kwargs):
    return HttpResponse("")


NAMES = ("language", "display", "switch", "my-account", "logout", "inbox", "login", "styleguide")
organizations = [path(f"{name}/", nothing, name=name) for name in NAMES]
urlpatterns = [path("", nothing), path("o/", include((organizations, "organizations")))]
