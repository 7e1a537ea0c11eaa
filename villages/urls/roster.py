"""Roster, village pages, cadres and yearly facts of villages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
