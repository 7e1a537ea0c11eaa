"""Pages of campaigns, by part."""

from campaigns.urls import listing, pages, papers

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
]
