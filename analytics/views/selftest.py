"""The self-test page: are the figures of this server right?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from analytics import tasks
from analytics.actions.selftests import begin_selftest
from analytics.kpi import Area
from analytics.kpis import KPIS
from analytics.models import SelfTestRun
from crm_project.errors import ActionRefused
from crm_project.guard import guard


@require_safe
@guard("view", SelfTestRun)
def selftest_page(request: HttpRequest) -> HttpResponse:
    """The latest run, KPI by KPI with the numbers compared."""
    runs = SelfTestRun.objects.visible_to(request.user).select_related("by")
    ended = runs.filter(ended_at__isnull=False).first()
    newest = runs.first()
    context: dict[str, Any] = {
        "title": _("Self-test"),
        "run": ended,
        "running": newest if newest and newest.ended_at is None else None,
        "areas": by_area(ended.results) if ended else [],
        "bare": sum(line["word"] == "none" for line in ended.results) if ended else 0,
        "may_run": request.user.can("configure", SelfTestRun),
    }
    return render(request, "analytics/selftest.html", context)


def by_area(results: list[dict[str, Any]]) -> list[tuple[Area, list[dict[str, Any]]]]:
    known = [line | {"kpi": KPIS[line["kpi"]]} for line in results if line["kpi"] in KPIS]
    areas = [(area, [line for line in known if line["kpi"].area is area]) for area in Area]
    return [(area, lines) for area, lines in areas if lines]


@require_POST
@guard("configure", SelfTestRun)
def selftest_run(request: HttpRequest) -> HttpResponse:
    """Run the worked cases in the background."""
    try:
        begin_selftest(by=request.user, wake=tasks.selftest)
        messages.success(request, _("The self-test runs; its result appears here in a minute or two."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    except OperationalError:
        messages.error(request, _("The task queue does not answer, so the self-test was not started."))
    return HttpResponseRedirect(reverse("analytics:selftest"))
