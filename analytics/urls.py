"""Addresses of analytics."""

from __future__ import annotations

from django.urls import path

from accounts.views_exports import exports
from analytics.views import (
    channels,
    customers,
    fills,
    goals,
    home,
    imports,
    kpi,
    paces,
    planning,
    proof,
    quotas,
    rows_export,
    selftest,
    targets,
    why,
)
from crm_project.links import routes

app_name = "analytics"
urlpatterns = [
    path("", home.home, name="home"),
    path("quick-log/", home.quick_log, name="quick_log"),
    path("rfm/", customers.rfm, name="rfm"),
    path("rfm/campaign/", customers.seed_campaign, name="seed_campaign"),
    path("cohorts/", customers.cohorts, name="cohorts"),
    path("lifetime-value/", customers.lifetime, name="lifetime"),
    path("staffing/", planning.staffing, name="staffing"),
    path("forecast/", planning.forecast, name="forecast"),
    path("odd-days/", planning.anomalies, name="anomalies"),
    path("kpis/", kpi.kpi_list, name="kpi_list"),
    path("kpis/<slug:code>/", kpi.kpi_detail, name="kpi_detail"),
    path("kpis/<slug:code>/rows/", kpi.kpi_rows, name="kpi_rows"),
    path("kpis/<slug:code>/rows/export/", rows_export.RowsExport.as_view(), name="kpi_rows_export"),
    path("kpis/<slug:code>/left-out/", proof.kpi_left_out, name="kpi_left_out"),
    path("kpis/<slug:code>/why/", why.kpi_why, name="kpi_why"),
    path("channels/results/", channels.channel_list, name="channel_list"),
    path("fills/", fills.FillList.as_view(), name="fill_list"),
    path("fills/now/", fills.fill_now, name="fill_now"),
    path("paces/", paces.pace_list, name="pace_list"),
    path("paces/take-over/", paces.pace_take_over, name="pace_take_over"),
    path("selftest/", selftest.selftest_page, name="selftest"),
    path("selftest/run/", selftest.selftest_run, name="selftest_run"),
    path("imports/", imports.import_list, name="import"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/rejected/", imports.import_rejects, name="import_rejects"),
    path("quotas/", quotas.quotas, name="quotas"),
    *routes(
        "targets",
        "target",
        list=targets.TargetList,
        create=targets.TargetCreate,
        detail=targets.TargetDetail,
        edit=targets.TargetEdit,
        delete=targets.TargetDelete,
    ),
    path("score-card/", goals.scorecard, name="scorecard"),
    *routes(
        "goals",
        "goal",
        list=goals.GoalList,
        create=goals.GoalCreate,
        detail=goals.GoalDetail,
        edit=goals.GoalEdit,
        delete=goals.GoalDelete,
        review=goals.GoalReviewPage,
        drop=goals.GoalDrop,
    ),
    *routes(
        "score-cards",
        "scorecard",
        list=goals.ScorecardList,
        create=goals.ScorecardCreate,
        detail=goals.ScorecardDetail,
        edit=goals.ScorecardEdit,
        delete=goals.ScorecardDelete,
    ),
]
urlpatterns += exports(urlpatterns)
