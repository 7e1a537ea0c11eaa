from django.urls import path

from organizations.views import imports as views

urlpatterns = [
    path("import/<slug:kind>/", views.import_upload, name="import-upload"),
    path("import/<slug:kind>/template/", views.import_template, name="import-template"),
    path("import/<slug:kind>/current/", views.import_current, name="import-current"),
    path("import/<slug:kind>/<uuid:public_id>/", views.import_check, name="import-check"),
    path("import/<slug:kind>/<uuid:public_id>/map/", views.import_map, name="import-map"),
    path("import/<slug:kind>/<uuid:public_id>/adopt/", views.import_adopt, name="import-adopt"),
    path("import/<slug:kind>/<uuid:public_id>/write/", views.import_write, name="import-write"),
    path("import/<slug:kind>/<uuid:public_id>/errors/", views.import_errors, name="import-errors"),
    path("import/<slug:kind>/<uuid:public_id>/undo/", views.import_undo, name="import-undo"),
]
