"""A unit's own filings."""

from django.urls import path

from campaigns.views import filing_items, filings

FILING = "c/<slug:slug>/filings/<uuid:unit>/<str:day>/"
ITEM = f"{FILING}items/<uuid:item>/"

urlpatterns = [
    path("c/<slug:slug>/filings/mine/", filings.filings_mine, name="filings-mine"),
    path(FILING, filings.filing, name="filing"),
    path(f"{FILING}check/", filings.filing_check, name="filing-check"),
    path(f"{FILING}done/", filings.filing_done, name="filing-done"),
    path(f"{FILING}withdraw/", filings.filing_withdraw, name="filing-withdraw"),
    path(ITEM, filing_items.filing_item, name="filing-item"),
    path(f"{ITEM}autosave/", filing_items.filing_autosave, name="filing-autosave"),
    path(f"{ITEM}photo/", filing_items.filing_photo, name="filing-photo"),
    path(f"{ITEM}photo/<uuid:photo>/remove/", filing_items.filing_photo_remove, name="filing-photo-remove"),
]
