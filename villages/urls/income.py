"""Collective income: overview and entry."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
