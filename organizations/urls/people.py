from django.urls import path

from organizations.views import people as views

urlpatterns = [
    path("people/", views.person_list, name="people"),
    path("people/new/", views.person_new, name="person-new"),
    path("people/<uuid:public_id>/", views.person_detail, name="person-detail"),
    path("people/<uuid:public_id>/edit/", views.person_edit, name="person-edit"),
    path("people/<uuid:public_id>/move/", views.person_move, name="person-move"),
    path("people/<uuid:public_id>/leave/", views.person_leave, name="person-leave"),
    path("people/<uuid:public_id>/reveal/", views.person_reveal, name="person-reveal"),
]
