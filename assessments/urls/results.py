from django.urls import path

from assessments.views import results as views
from assessments.views import secretaries

urlpatterns = [
    path("assessments/", views.results, name="results"),
    path("assessments/new/", views.assessment_new, name="assessment-new"),
    path("assessments/<uuid:public_id>/", views.result, name="result"),
    path("assessments/<uuid:public_id>/units/<uuid:unit>/", views.result_unit, name="result-unit"),
    path("assessments/<uuid:public_id>/secretaries/", secretaries.secretaries, name="secretaries"),
    path("assessments/<uuid:public_id>/run/", views.rollup_ask, name="rollup-ask"),
    path("assessments/<uuid:public_id>/step/", views.result_step, name="result-step"),
]
