"""Findings of spot checks."""

from django.urls import path

from cadres.views import findings as views

urlpatterns = [
    path("findings/", views.findings, name="findings"),
    path("findings/new/", views.finding_new, name="finding-new"),
    path("findings/<uuid:public_id>/", views.finding, name="finding"),
    path("findings/<uuid:public_id>/object/", views.finding_object, name="finding-object"),
    path("findings/<uuid:public_id>/answer/", views.finding_answer, name="finding-answer"),
]
