from django.urls import path

from assessments.views import objections as views

urlpatterns = [
    path("assessments/<uuid:public_id>/objections/", views.objections, name="objections"),
    path("assessments/<uuid:public_id>/objections/new/", views.objection_new, name="objection-new"),
    path("assessments/objections/<uuid:public_id>/", views.objection_answer, name="objection-answer"),
]
