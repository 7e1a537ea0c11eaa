"""Pages of campaigns, by part."""

from campaigns.urls import carriers, duties, listing, pages, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *listing.urlpatterns,
    *duties.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
