"""Pages of campaigns, by part."""

from campaigns.urls import listing, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
