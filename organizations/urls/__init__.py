"""Pages of the ground floor, by part."""

from organizations.urls import (
    access,
    accounts,
    audit,
    evidence,
    exports,
    groups,
    imports,
    inbox,
    people,
    robots,
    roles,
    rules,
    units,
)

app_name = "organizations"
urlpatterns = [
    *access.urlpatterns,
    *accounts.urlpatterns,
    *people.urlpatterns,
    *units.urlpatterns,
    *groups.urlpatterns,
    *roles.urlpatterns,
    *inbox.urlpatterns,
    *evidence.urlpatterns,
    *audit.urlpatterns,
    *rules.urlpatterns,
    *robots.urlpatterns,
    *imports.urlpatterns,
    *exports.urlpatterns,
]
