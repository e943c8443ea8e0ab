"""Addresses of the KPI API."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from analytics.api import records, views

router = SimpleRouter()
router.register("goals", records.GoalViewSet, "api-goal")
router.register("kpi-scorecards", records.KpiScorecardViewSet, "api-kpi-scorecard")
router.register("scores", records.ScoreViewSet, "api-score")

urlpatterns = [
    path("kpis/", views.Catalogue.as_view(), name="api-kpis"),
    path("kpis/<slug:code>/", views.FigureOf.as_view(), name="api-kpi"),
    path("kpis/<slug:code>/rows/", views.RowsOf.as_view(), name="api-kpi-rows"),
    path("", include(router.urls)),
]
