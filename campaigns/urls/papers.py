from django.urls import path

from campaigns.views import papers as views

urlpatterns = [
    path("c/<slug:slug>/table.xlsx", views.table_file, {"kind": "xlsx"}, name="table-xlsx"),
    path("c/<slug:slug>/table.docx", views.table_file, {"kind": "docx"}, name="table-docx"),
]
