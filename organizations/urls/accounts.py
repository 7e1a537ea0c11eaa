from django.urls import path

from organizations.views import accounts as views

urlpatterns = [
    path("accounts/", views.account_list, name="accounts"),
    path("accounts/new/", views.account_new, name="account-new"),
    path("accounts/ask/", views.account_ask, name="account-ask"),
    path("accounts/<uuid:public_id>/", views.account_detail, name="account-detail"),
    path("accounts/<uuid:public_id>/reset/", views.account_reset, name="account-reset"),
    path("accounts/<uuid:public_id>/disable/", views.account_disable, name="account-disable"),
    path("accounts/<uuid:public_id>/enable/", views.account_enable, name="account-enable"),
    path("accounts/<uuid:public_id>/memberships/add/", views.membership_add, name="membership-add"),
    path("memberships/<uuid:public_id>/end/", views.membership_end, name="membership-end"),
]
