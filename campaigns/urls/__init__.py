"""Pages of campaigns, by part."""

from campaigns.urls import carriers, change, listing, pages, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *listing.urlpatterns,
    *change.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
