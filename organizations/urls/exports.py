from django.urls import path

from organizations.views import exports as views

urlpatterns = [
    path("export/<slug:kind>/", views.export, name="export"),
    path("exports/", views.export_list, name="exports"),
    path("exports/<uuid:public_id>/", views.export_job, name="export-job"),
    path("exports/<uuid:public_id>/file/", views.export_file, name="export-file"),
]
