"""Pages of campaigns, by part."""

from campaigns.urls import carriers, listing, pages, papers, reviews, wizard

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *reviews.urlpatterns,
    *wizard.urlpatterns,
]
