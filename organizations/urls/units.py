from django.urls import path

from organizations.views import units as views

urlpatterns = [
    path("units/", views.unit_list, name="units"),
    path("units/new/", views.unit_new, name="unit-new"),
    path("units/<uuid:public_id>/", views.unit_detail, name="unit-detail"),
    path("units/<uuid:public_id>/edit/", views.unit_edit, name="unit-edit"),
    path("units/<uuid:public_id>/merge/", views.unit_merge, name="unit-merge"),
    path("units/<uuid:public_id>/close/", views.unit_close, name="unit-close"),
]
