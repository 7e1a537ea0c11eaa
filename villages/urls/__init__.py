"""Pages of the village registers, by part."""

from villages.urls import income, roster

app_name = "villages"
urlpatterns = [
    *income.urlpatterns,
    *roster.urlpatterns,
]
