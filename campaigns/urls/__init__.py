"""Pages of campaigns, by part."""

from campaigns.urls import duties, listing

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *duties.urlpatterns,
]
