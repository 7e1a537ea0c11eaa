"""Month calendars."""

from django.urls import path

from cadres.views import calendar as views

urlpatterns = [
    path("postings/calendar/", views.month, name="calendar"),
    path("postings/calendar/<uuid:public_id>/", views.person, name="calendar-person"),
]
