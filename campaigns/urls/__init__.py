"""Pages of campaigns, by part."""

from campaigns.urls import carriers, listing

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *listing.urlpatterns,
]
