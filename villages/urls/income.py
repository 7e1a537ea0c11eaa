"""Collective income: overview and entry."""

from django.urls import path

from villages.views import income

urlpatterns = [
    path("income/", income.income, name="income"),
    path("income/entries/<uuid:public_id>/", income.income_detail, name="income-detail"),
    path("income/<int:year>/<int:quarter>/<uuid:public_id>/", income.income_grid, name="income-grid"),
    path("income/<int:year>/<int:quarter>/<uuid:public_id>/cell/", income.income_cell, name="income-cell"),
]
