"""Published figures, fills and targets in the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db import connection, models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.admin_parts import ReadAdmin, RecordAdmin
from analytics.access import published_for
from analytics.models import (
    CustomerScore,
    FactFill,
    FillRun,
    Goal,
    GoalReading,
    MemberForecast,
    ModelFit,
    Scorecard,
    SelfTestRun,
    Snapshot,
    Target,
)

# Jumps from code to code in the index: a DISTINCT would read every figure ever published.
CODES = """
WITH RECURSIVE step AS (
    SELECT min(kpi) AS kpi FROM analytics_snapshot
    UNION ALL
    SELECT (SELECT min(kpi) FROM analytics_snapshot WHERE kpi > step.kpi) FROM step WHERE step.kpi IS NOT NULL
) SELECT kpi FROM step WHERE kpi IS NOT NULL
"""


class KpiFilter(admin.SimpleListFilter):
    title = _("KPI")
    parameter_name = "kpi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(CODES)
            return [(code, code) for (code,) in cursor.fetchall()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(kpi=self.value()) if self.value() else queryset


@admin.register(Snapshot)
class SnapshotAdmin(ReadAdmin):
    """Every figure ever published. The search box takes a day such as 2026-11-22, or part of a KPI's code."""

    list_display = [
        "kpi", "day", "scope", "scope_id", "value", "numerator", "denominator", "revision", "reason", "published_at",
    ]  # fmt: skip
    list_filter = [KpiFilter, "scope", "day"]
    search_fields = ["kpi"]
    search_help_text = _("A day (YYYY-MM-DD) or a part of a KPI's code")
    sortable_by = ["day", "published_at"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return published_for(request.user, admin.ModelAdmin.get_queryset(self, request))

    def allowed(self, request: HttpRequest, verb: str, obj: models.Model | None) -> bool:
        return policy.can(request.user, verb, Snapshot) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        try:
            return queryset.filter(day=dt.date.fromisoformat(search_term.strip())), False
        except ValueError:
            return super().get_search_results(request, queryset, search_term)


@admin.register(FillRun)
class FillRunAdmin(ReadAdmin):
    list_display = ["started_at", "ended_at", "since", "until", "days", "published", "reason", "error"]
    list_filter = ["reason"]


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    list_display = ["kpi", "period", "starts_on", "team", "owner", "category", "amount", "replaced_at"]
    list_select_related = ["team", "owner", "category"]
    list_filter = ["period", "team"]
    search_fields = ["=kpi"]


@admin.register(FactFill)
class FactFillAdmin(ReadAdmin):
    list_display = ["fact", "since", "until", "filled_at"]


@admin.register(SelfTestRun)
class SelfTestRunAdmin(ReadAdmin):
    list_display = ["started_at", "ended_at", "by", "agreed", "differed", "error"]
    list_select_related = ["by"]


@admin.register(Goal)
class GoalAdmin(ReadAdmin):
    list_display = ["name", "kpi", "team", "owner", "baseline_value", "target_value", "due_on", "status", "actual"]
    list_select_related = ["team", "owner"]
    list_filter = ["status", "is_implementation"]
    search_fields = ["name", "=kpi"]


@admin.register(GoalReading)
class GoalReadingAdmin(ReadAdmin):
    list_display = ["goal", "on", "value", "missing"]
    list_select_related = ["goal"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadAdmin):
    list_display = ["name", "scope", "for_role"]


@admin.register(ModelFit)
class ModelFitAdmin(ReadAdmin):
    list_display = ["day", "kind", "customers", "repeaters", "log_likelihood", "error", "reason", "model_version"]
    list_filter = ["kind"]


@admin.register(CustomerScore)
class CustomerScoreAdmin(ReadAdmin):
    list_display = ["customer", "day", "r", "f", "m", "rfm_segment", "p_alive", "clv12", "clv36", "model_version"]
    list_select_related = ["customer"]
    list_filter = ["rfm_segment"]


@admin.register(MemberForecast)
class MemberForecastAdmin(ReadAdmin):
    list_display = ["member", "day", "cell", "probability", "based_on", "model_version"]
    list_select_related = ["member__campaign", "member__customer"]
