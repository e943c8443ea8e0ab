"""How many people a line needs, what the next months bring, and which days were odd."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import current
from analytics import access, outlook
from analytics.asked import figure_url, kpi_for, scope_asked
from analytics.dashboards import PageReader
from analytics.fact import today
from analytics.forms import StaffingForm
from analytics.periods import DAY, Window
from analytics.statistics import erlang
from analytics.templatetags.figures import in_unit
from analytics.views.customers import common, given
from crm_project.guard import guard

METHODS = {
    "holt_winters": gettext_lazy("Holt-Winters (trend and seasons)"),
    "holt": gettext_lazy("Holt (trend)"),
    "simple": gettext_lazy("Exponential smoothing (level)"),
    "trend_season": gettext_lazy("Line times season"),
    "seasonal_naive": gettext_lazy("The same month a year ago"),
}
RULES = {
    "funnel": gettext_lazy("outside what chance allows for so many (3 standard errors)"),
    "weekday": gettext_lazy("unlike its weekday (robust z above 3.5)"),
    "residual": gettext_lazy("far off the days around it (3 × quartile distance)"),
}
REASONS = {
    "few_points": gettext_lazy("needs 8 months"),
    "few_seasons": gettext_lazy("needs two whole years"),
    "trend_below_zero": gettext_lazy("the line falls below zero"),
}
AROUND = 4


@require_safe
@guard("view", access.VIEWED)
def staffing(request: HttpRequest) -> HttpResponse:
    """The staffing calculator: nothing is stored, an address holds a whole question."""
    form = StaffingForm(request.GET if "calls" in request.GET else StaffingForm.USUAL)
    context: dict[str, Any] = {"title": _("Staffing calculator"), "form": form}
    if form.is_valid():
        context |= answer(form)
    return render(request, "analytics/staffing.html", context)


def answer(form: forms.Form) -> dict[str, Any]:
    said = form.cleaned_data
    calls, interval, handle = float(said["calls"]), 60 * float(said["interval"]), float(said["handle"])
    target, level = float(said["target"]), float(said["level"]) / 100
    patience = float(said["patience"]) if said["patience"] else None
    shrinkage, most = float(said["shrinkage"]) / 100, float(said["occupancy"]) / 100
    least = erlang.least_agents(calls, interval, handle, target, level, patience=patience, most_occupied=most)
    if least is None:
        return {"unreachable": True}
    lines = []
    for agents in range(max(1, least - AROUND), least + AROUND + 1):
        line = erlang.staffed(calls, interval, handle, agents, target, patience) if calls else None
        lines.append(
            {"agents": agents, "line": line, "heads": erlang.heads(agents, shrinkage), "best": agents == least}
        )
    return {
        "least": least,
        "heads": erlang.heads(least, shrinkage),
        "load": calls / interval * handle,
        "lines": lines if calls else [],
        "patience": patience,
    }


@require_safe
@guard("view", access.VIEWED)
def forecast(request: HttpRequest) -> HttpResponse:
    """Monthly revenue to come by several methods with their error, and the pipeline by expected month."""
    kpi = kpi_for(request.user, "sales_revenue")
    scope = scope_asked(request.user, given(request, "scope"))
    now = today(current.organisation())
    reader = PageReader(current.organisation(), scope)
    found = outlook.outlook(reader, kpi, now)
    best = next((one for one in found.methods if one.mape is not None), None)
    naive = next((one for one in found.methods if one.code == "seasonal_naive"), None)
    expected = outlook.pipeline_by_month(reader, now)
    context = {
        "title": _("Forecast"),
        "kpi": kpi,
        "found": found,
        "methods": [(one, METHODS[one.code], REASONS.get(one.reason, one.reason)) for one in found.methods],
        "best": best,
        "best_label": METHODS[best.code] if best else "",
        "naive": naive,
        "rows": list(zip(found.ahead, best.forecast, strict=True)) if best else [],
        "chart": chart(found, best, request.LANGUAGE_CODE, kpi),
        "expected": expected,
        "expected_value": sum((row.value for row in expected), Decimal(0)),
        "expected_weighted": sum((row.weighted for row in expected), Decimal(0)),
        "held": outlook.HELD,
        "today": now,
        **common(request, scope),
    }
    return render(request, "analytics/forecast.html", context)


def chart(found: outlook.Outlook, best: outlook.Method | None, language: str, kpi: Any) -> dict[str, Any]:
    chinese = language.startswith("zh")
    months = [*found.months[-24:], *(found.ahead if best else [])]
    amounts = [float(one) for one in found.actual[-24:]] + [round(one, 2) for one in (best.forecast if best else [])]
    marks = [""] * len(found.months[-24:]) + [f" ({_('forecast')})"] * len(found.ahead if best else [])
    return {
        "labels": [date_format(month, "Y年n月" if chinese else "M Y") for month in months],
        "values": amounts,
        "texts": [in_unit(Decimal(str(n)), kpi) + mark for n, mark in zip(amounts, marks, strict=True)],
        "name": kpi.label,
        "unit": kpi.unit.code,
        "language": language,
        "bars": True,
        "ahead": len(found.ahead) if best else 0,
    }


@require_safe
@guard("view", access.VIEWED)
def anomalies(request: HttpRequest) -> HttpResponse:
    """Odd days of the KPIs one may read, each with the reason and the way to its figure."""
    scope = scope_asked(request.user, given(request, "scope"))
    reader = PageReader(current.organisation(), scope, stored_only=True)
    kpis = [
        kpi
        for kpi in outlook.watched(access.readable_kpis(request.user))
        if reader.is_filled(kpi) and set(reader.filters) <= set(kpi.dimensions)
    ]
    found = outlook.alarms(reader, kpis, today(current.organisation()))
    context = {
        "title": _("Odd days"),
        "watched": len(kpis),
        "alarms": [
            {
                "alarm": one,
                "value": Decimal(str(one.value)),
                "expected": Decimal(str(one.expected)),
                "rule": RULES[one.rule],
                "url": figure_url(one.kpi, Window(one.day, one.day), scope),
                "up": one.score > 0,
            }
            for one in found[:100]
        ],
        "more": max(0, len(found) - 100),
        "until": today(current.organisation()) - DAY,
        **common(request, scope),
    }
    return render(request, "analytics/anomalies.html", context)
