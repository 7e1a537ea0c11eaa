"""Pages of campaigns, by part."""

from campaigns.urls import change, listing

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *change.urlpatterns,
]
