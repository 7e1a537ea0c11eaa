"""Pages of the top floor, by part."""

from assessments.urls import overview

app_name = "assessments"
urlpatterns = [
    *overview.urlpatterns,
]
