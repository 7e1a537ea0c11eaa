"""The site map: each app names its own pages below its prefix."""

from django.urls import include, path

from config.health import healthz, readyz

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("organizations.urls")),
    path("", include("villages.urls")),
    path("", include("cadres.urls")),
    path("", include("campaigns.urls")),
    path("", include("assessments.urls")),
]
