"""The quota grid."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Team
from accounts.queries import today
from analytics.actions import set_quota_grid
from analytics.forms import CopyForm, GridForm
from analytics.kpi import Unit
from analytics.models import Target
from analytics.quota_grid import MONTHS, Grid, build, fill_in, gridded_kpis, seen_of, suggest
from crm_project.errors import ActionRefused
from crm_project.guard import guard
from sales.models import ProductCategory


@require_http_methods(["GET", "HEAD", "POST"])
@guard("change", Target)
def quotas(request: HttpRequest) -> HttpResponse:
    """People by months. A save writes all that was changed, or nothing."""
    asked = GridForm(request.GET)
    grid = grid_of(request, asked)
    if request.method == "POST":
        return save(request, asked, grid)
    suggested = None
    if request.GET.get("copy"):
        form = CopyForm(request.GET)
        if form.is_valid():
            suggested = suggest(grid, form.cleaned_data["copy"])
        else:
            messages.error(request, _("Write by how many percent, between −100 and 1000."))
    return show(request, asked, grid, suggested=suggested)


def grid_of(request: HttpRequest, asked: GridForm) -> Grid:
    kpis = {kpi.code: kpi for kpi in gridded_kpis()}
    kpi = kpis.get(asked.value("kpi") or "", kpis["sales_revenue"])
    year = asked.value("year") or today().year
    category = ProductCategory.objects.visible_to(request.user).filter(pk=asked.value("category") or 0).first()
    team = Team.objects.visible_to(request.user).filter(pk=asked.value("team") or 0).first()
    everybody = asked.value("people") == "all"
    return build(request.user, kpi, year, category and category.pk, team and team.pk, everybody)


def save(request: HttpRequest, asked: GridForm, grid: Grid) -> HttpResponse:
    seen = seen_of(grid, request.POST.get("seen", ""))
    wanted, fine = fill_in(grid, request.POST.dict())
    if not fine:
        return show(request, asked, grid, status=400, problem=_("Some cells are not amounts; nothing was saved."))
    try:
        count = set_quota_grid(grid.kpi.code, wanted, seen, by=request.user, category_id=grid.category_id)
    except ActionRefused as error:
        return show(request, asked, grid, status=409 if error.conflict else 400, problem=error.sentence)
    if count:
        messages.success(request, ngettext("%d target saved.", "%d targets saved.", count) % count)
    else:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(address(grid, asked))


def address(grid: Grid, asked: GridForm, **changes: Any) -> str:
    params = {"year": grid.year, "kpi": grid.kpi.code, "category": grid.category_id, "team": asked.value("team")}
    params = {**params, "people": asked.value("people"), **changes}
    return f"{reverse('analytics:quotas')}?{urlencode({k: v for k, v in params.items() if v})}"


def show(request: HttpRequest, asked: GridForm, grid: Grid, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "title": _("Quotas and targets"),
        "grid": grid,
        "asked": asked,
        "team": asked.value("team"),
        "everybody": asked.value("people") == "all",
        "months": [dt.date(grid.year, month, 1) for month in MONTHS],
        "kpis": gridded_kpis(),
        "categories": ProductCategory.objects.visible_to(request.user).filter(parent__isnull=True),
        "teams": Team.objects.visible_to(request.user),
        "before_url": address(grid, asked, year=grid.year - 1),
        "after_url": address(grid, asked, year=grid.year + 1),
        "is_money": grid.kpi.unit is Unit.MONEY,
        "action_url": address(grid, asked),
        **more,
    }
    return render(request, "analytics/quotas.html", context, status=status)
