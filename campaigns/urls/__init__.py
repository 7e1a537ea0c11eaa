"""Pages of campaigns, by part."""

from campaigns.urls import (
    carriers,
    change,
    duties,
    filings,
    lights,
    listing,
    pages,
    papers,
    reviews,
    urges,
    wizard,
)

app_name = "campaigns"
urlpatterns = [
    *carriers.urlpatterns,
    *change.urlpatterns,
    *duties.urlpatterns,
    *filings.urlpatterns,
    *lights.urlpatterns,
    *listing.urlpatterns,
    *pages.urlpatterns,
    *papers.urlpatterns,
    *reviews.urlpatterns,
    *urges.urlpatterns,
    *wizard.urlpatterns,
]
