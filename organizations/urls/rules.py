from django.urls import URLPattern, path

from organizations.views import rules

urlpatterns: list[URLPattern] = [
    path("settings/", rules.overview, name="settings"),
    path("settings/calendar/", rules.calendar, name="calendar"),
    path("settings/calendar/paste/", rules.calendar_paste, name="calendar-paste"),
    path("settings/calendar/days/set/", rules.calendar_day, name="calendar-day"),
    path("settings/calendar/days/<uuid:public_id>/remove/", rules.calendar_day_remove, name="calendar-day-remove"),
    path("settings/rules/", rules.rules, name="rules"),
    path("settings/rules/<str:key>/", rules.rule_edit, name="rule-edit"),
    path("settings/rules/<str:key>/<uuid:public_id>/withdraw/", rules.rule_withdraw, name="rule-withdraw"),
]
