from django.urls import path

from organizations.views import groups as views

urlpatterns = [
    path("unit-groups/", views.unit_group_list, name="unit-groups"),
    path("unit-groups/new/", views.unit_group_new, name="unit-group-new"),
    path("unit-groups/<uuid:public_id>/", views.unit_group_detail, name="unit-group-detail"),
    path("unit-groups/<uuid:public_id>/edit/", views.unit_group_edit, name="unit-group-edit"),
    path("unit-groups/<uuid:public_id>/remove/", views.unit_group_remove, name="unit-group-remove"),
    path("working-groups/", views.working_group_list, name="working-groups"),
    path("working-groups/new/", views.working_group_new, name="working-group-new"),
    path("working-groups/<uuid:public_id>/", views.working_group_detail, name="working-group-detail"),
    path("working-groups/<uuid:public_id>/edit/", views.working_group_edit, name="working-group-edit"),
    path("working-groups/<uuid:public_id>/end/", views.working_group_end, name="working-group-end"),
    path(
        "working-groups/<uuid:public_id>/members/add/", views.working_group_add_member, name="working-group-add-member"
    ),
    path(
        "working-groups/<uuid:public_id>/members/<uuid:member_id>/remove/",
        views.working_group_remove_member,
        name="working-group-remove-member",
    ),
]
