from django.urls import path

from campaigns.views import listing as views

urlpatterns = [
    path("c/", views.campaign_list, name="campaigns"),
]
