"""The page of channels: what each brings and costs, the best first."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics import access
from analytics.asked import asked
from analytics.channels import COLUMNS, ranked
from analytics.views.kpi import choices, reader_for
from crm_project.guard import guard


@require_safe
@guard("view", access.VIEWED)
def channel_list(request: HttpRequest) -> HttpResponse:
    """Channels by return; a figure opens its KPI, narrowed to the channel."""
    question = asked(request, "channel_effectiveness")
    shown = [kpi for kpi in COLUMNS if access.may_read(request.user, kpi)]
    rows = [
        {
            "channel": row,
            "cells": [
                {
                    "kpi": kpi,
                    "value": row.values[kpi.code],
                    "url": replace(question, kpi=kpi).url(only=f"channel:{row.key}", by=""),
                }
                for kpi in shown
            ],
        }
        for row in ranked(reader_for(question), question.window)
    ]
    context = {"asked": question, "kpi": question.kpi, "rows": rows, "columns": shown, "title": _("Channels")}
    context["sees_revenue"] = any(kpi.code == "sales_revenue" for kpi in shown)
    return render(request, "analytics/channels.html", {**context, **choices(request, question)})
