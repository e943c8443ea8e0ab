"""Addresses of the KPI API."""

from __future__ import annotations

from django.urls import path

from analytics.api import views

urlpatterns = [
    path("kpis/", views.Catalogue.as_view(), name="api-kpis"),
    path("kpis/<slug:code>/", views.FigureOf.as_view(), name="api-kpi"),
    path("kpis/<slug:code>/rows/", views.RowsOf.as_view(), name="api-kpi-rows"),
]
