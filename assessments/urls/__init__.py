"""Pages of the top floor, by part."""

from assessments.urls import overview, search

app_name = "assessments"
urlpatterns = [
    *overview.urlpatterns,
    *search.urlpatterns,
]
