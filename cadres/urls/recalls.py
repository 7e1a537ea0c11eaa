"""Recalls."""

from django.urls import path

from cadres.views import recalls as views

urlpatterns = [
    path("recalls/", views.recalls, name="recalls"),
    path("recalls/new/<uuid:public_id>/", views.recall_propose, name="recall-propose"),
    path("recalls/<uuid:public_id>/", views.recall, name="recall"),
    path("recalls/<uuid:public_id>/step/", views.recall_step, name="recall-step"),
]
