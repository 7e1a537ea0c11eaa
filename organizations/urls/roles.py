from django.urls import path

from organizations.views import desk, roles
from organizations.views import styleguide as guide

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("roles/", roles.role_table, name="roles"),
    path("grants/", roles.grant_list, name="grants"),
    path("grants/new/", roles.grant_new, name="grant-new"),
    path("grants/<str:kind>/<int:grant_id>/take/", roles.grant_take, name="grant-take"),
    path("styleguide/", guide.styleguide, name="styleguide"),
]
