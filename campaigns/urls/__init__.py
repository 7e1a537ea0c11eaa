"""Pages of campaigns, by part."""

from campaigns.urls import carriers, lights, listing, pages, papers, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *lights.urlpatterns,
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *wizard.urlpatterns,
]
