from django.urls import path

from assessments.views import schemes as views
from assessments.views import score_sheets

ONE = "assessments/<uuid:public_id>/scheme/"

urlpatterns = [
    path(ONE, views.scheme, name="scheme"),
    path(f"{ONE}edit/", views.scheme_edit, name="scheme-edit"),
    path(f"{ONE}item/", views.scheme_item, name="scheme-item"),
    path(f"{ONE}propose/", views.scheme_propose, name="scheme-propose"),
    path(f"{ONE}import/", score_sheets.scheme_import, name="scheme-import"),
    path(f"{ONE}force/", views.scheme_force, name="scheme-force"),
    path(f"{ONE}preview/", views.scheme_preview, name="scheme-preview"),
]
