"""Addresses of analytics."""

from __future__ import annotations

from django.urls import path

from analytics.views import kpi

app_name = "analytics"
urlpatterns = [
    path("kpis/", kpi.kpi_list, name="kpi_list"),
    path("kpis/<slug:code>/", kpi.kpi_detail, name="kpi_detail"),
    path("kpis/<slug:code>/rows/", kpi.kpi_rows, name="kpi_rows"),
]
