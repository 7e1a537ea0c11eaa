"""Postings, terms, yearly table."""

from django.urls import path

from cadres.views import postings as views

urlpatterns = [
    path("postings/", views.postings, name="postings"),
    path("postings/export/", views.postings_export, name="postings-export"),
    path("postings/new/", views.posting_new, name="posting-new"),
    path("postings/terms/", views.terms, name="terms"),
    path("postings/year/<int:year>/", views.posting_year, name="posting-year"),
    path("postings/year/<int:year>/export/", views.year_export, name="posting-year-export"),
    path("postings/<uuid:public_id>/", views.posting, name="posting"),
    path("postings/<uuid:public_id>/edit/", views.posting_edit, name="posting-edit"),
    path("postings/<uuid:public_id>/end/", views.posting_end, name="posting-end"),
    path("postings/<uuid:public_id>/handover/", views.posting_handover, name="posting-handover"),
    path("postings/<uuid:public_id>/charge/", views.posting_charge, name="posting-charge"),
]
