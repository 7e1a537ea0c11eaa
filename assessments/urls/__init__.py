"""Pages of the top floor, by part."""

from assessments.urls import search

app_name = "assessments"
urlpatterns = [
    *search.urlpatterns,
]
