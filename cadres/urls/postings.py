"""Postings, terms, yearly table."""

from django.urls import path

from cadres.views import posting_lists as lists
from cadres.views import postings as views

urlpatterns = [
    path("postings/", lists.postings, name="postings"),
    path("postings/new/", views.posting_new, name="posting-new"),
    path("postings/terms/", lists.terms, name="terms"),
    path("postings/year/<int:year>/", lists.posting_year, name="posting-year"),
    path("postings/<uuid:public_id>/", views.posting, name="posting"),
    path("postings/<uuid:public_id>/edit/", views.posting_edit, name="posting-edit"),
    path("postings/<uuid:public_id>/end/", views.posting_end, name="posting-end"),
    path("postings/<uuid:public_id>/handover/", views.posting_handover, name="posting-handover"),
    path("postings/<uuid:public_id>/charge/", views.posting_charge, name="posting-charge"),
]
