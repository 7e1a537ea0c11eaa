"""Postings, terms, yearly table."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
