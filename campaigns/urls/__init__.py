"""Pages of campaigns, by part."""

from campaigns.urls import carriers, filings, listing, pages, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *filings.urlpatterns,
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
