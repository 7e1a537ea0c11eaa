"""Pages of campaigns, by part."""

from campaigns.urls import listing

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
]
