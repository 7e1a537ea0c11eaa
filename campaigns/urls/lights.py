"""Lights: the matrix and what stands behind one lamp."""

from django.urls import path

from campaigns.views import lights as views

LIGHT = "c/<slug:slug>/tasks/<int:number>/<uuid:unit>/"

urlpatterns = [
    path("c/<slug:slug>/lights/", views.lights, name="lights"),
    path(LIGHT, views.task_unit, name="task-unit"),
    path(f"{LIGHT}override/", views.light_override, name="light-override"),
]
