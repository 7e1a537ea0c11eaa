"""Pages of campaigns, by part."""

from campaigns.urls import carriers, change, duties, listing, pages, papers, urges, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *change.urlpatterns,
    *duties.urlpatterns,
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *urges.urlpatterns,
    *wizard.urlpatterns,
]
