"""Pages of campaigns, by part."""

from campaigns.urls import listing, pages

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *pages.urlpatterns,
]
