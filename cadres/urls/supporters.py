"""The fixed helpers of a village."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
