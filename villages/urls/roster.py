"""Roster, village pages, cadres and yearly facts of villages."""

from django.urls import path

from villages.views import roster, village

urlpatterns = [
    path("villages/", roster.roster, name="roster"),
    path("villages/bulk/", roster.roster_bulk, name="roster-bulk"),
    path("villages/officers/<uuid:public_id>/", village.officer_edit, name="officer-edit"),
    path("villages/officers/<uuid:public_id>/end/", village.officer_end, name="officer-end"),
    path("villages/<uuid:public_id>/", village.village, name="village"),
    path("villages/<uuid:public_id>/edit/", village.village_edit, name="village-edit"),
    path("villages/<uuid:public_id>/year/<int:year>/", village.village_year, name="village-year"),
    path("villages/<uuid:public_id>/officers/new/", village.officer_new, name="officer-new"),
]
