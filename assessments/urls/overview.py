from django.urls import path

from assessments.views import overview as views

urlpatterns = [
    path("c/<slug:slug>/", views.overview, name="overview"),
]
