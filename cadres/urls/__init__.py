"""Pages of cadres in villages, by part."""

from cadres.urls import calendar, findings, leave, postings, recalls, supporters

app_name = "cadres"
urlpatterns = [
    *calendar.urlpatterns,
    *findings.urlpatterns,
    *leave.urlpatterns,
    *postings.urlpatterns,
    *recalls.urlpatterns,
    *supporters.urlpatterns,
]
