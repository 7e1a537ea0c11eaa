"""Pages of the top floor, by part."""

from assessments.urls import overview, results, search

app_name = "assessments"
urlpatterns = [
    *overview.urlpatterns,
    *results.urlpatterns,
    *search.urlpatterns,
]
