from django.urls import path

from organizations.views import evidence as views

urlpatterns = [
    path("evidence/", views.evidence_list, name="evidence-list"),
    path("evidence/<uuid:public_id>/", views.evidence_file, name="evidence-file"),
    path("evidence/<uuid:public_id>/delete/", views.evidence_delete, name="evidence-delete"),
    path("units/<uuid:public_id>/evidence/add/", views.evidence_add, name="evidence-add"),
]
