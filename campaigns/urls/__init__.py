"""Pages of campaigns, by part."""

from campaigns.urls import listing, pages, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
