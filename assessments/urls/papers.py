from django.urls import path

from assessments.views import papers as views

urlpatterns = [
    path("assessments/<uuid:public_id>/scores.xlsx", views.result_file, {"kind": "xlsx"}, name="scores-xlsx"),
    path("assessments/<uuid:public_id>/circular.docx", views.result_file, {"kind": "docx"}, name="result-paper"),
]
