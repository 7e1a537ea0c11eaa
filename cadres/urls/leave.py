"""Leave."""

from django.urls import path

from cadres.views import leave as views

urlpatterns = [
    path("leave/", views.leaves, name="leaves"),
    path("leave/new/", views.leave_new, name="leave-new"),
    path("leave/<uuid:public_id>/", views.leave, name="leave"),
    path("leave/<uuid:public_id>/decide/", views.leave_decide, name="leave-decide"),
    path("leave/<uuid:public_id>/back/", views.leave_back, name="leave-back"),
    path("leave/<uuid:public_id>/withdraw/", views.leave_withdraw, name="leave-withdraw"),
]
