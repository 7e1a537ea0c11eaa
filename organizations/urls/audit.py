from django.urls import path

from organizations.views import audit as views

urlpatterns = [
    path("audit/", views.audit_list, name="audit"),
    path("audit/verify/", views.audit_verify, name="audit-verify"),
    path("audit/<uuid:public_id>/", views.audit_entry, name="audit-entry"),
]
