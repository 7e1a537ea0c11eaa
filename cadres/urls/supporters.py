"""The fixed helpers of a village."""

from django.urls import path

from cadres.views import supporters as views

urlpatterns = [
    path("supporters/", views.supporters, name="supporters"),
    path("supporters/<uuid:public_id>/end/", views.supporter_end, name="supporter-end"),
    path("supporters/<uuid:public_id>/<slug:kind>/", views.supporter_edit, name="supporter-edit"),
]
