"""Pages of campaigns, by part."""

from campaigns.urls import listing, wizard

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *wizard.urlpatterns,
]
