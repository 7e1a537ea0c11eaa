"""Pages of campaigns, by part."""

from campaigns.urls import carriers, listing, papers

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *listing.urlpatterns,
    *papers.urlpatterns,
]
