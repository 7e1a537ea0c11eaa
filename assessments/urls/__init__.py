"""Pages of the top floor, by part."""

from assessments.urls import marks, objections, overview, papers, results, schemes, search

app_name = "assessments"
urlpatterns = [
    *overview.urlpatterns,
    *marks.urlpatterns,
    *objections.urlpatterns,
    *papers.urlpatterns,
    *results.urlpatterns,
    *schemes.urlpatterns,
    *search.urlpatterns,
]
