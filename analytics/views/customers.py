"""Customers by score, by first month, by value: three pages that lead to the customers themselves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import current
from accounts.models import Customer
from analytics import access, insight
from analytics.asked import day_of, key_of, kpi_for, scope_asked
from analytics.fact import today
from analytics.facts.rfm import BY_CODE
from analytics.models import CustomerScore, ModelFit
from analytics.periods import DAY
from analytics.scopes import Scope
from crm_project.errors import ActionRefused
from crm_project.guard import guard
from marketing.actions import add_members
from marketing.models import Campaign, Member

PAGE = 50
MONTHS = (12, 18, 24)
SCORES = ("r", "f", "m")


def given(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name, "")).replace("\x00", "")


def common(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    scopes = access.scopes_of(request.user)
    return {
        "scope": scope,
        "scope_key": key_of(scope),
        "scope_label": scope.label or _("Company"),
        "scopes": [(key_of(one), one.label or _("Company")) for one in scopes],
    }


def day_asked(request: HttpRequest) -> tuple[dt.date, str]:
    """A closed day; the last scored one by default."""
    yesterday = today(current.organisation()) - DAY
    day, wrong = day_of(given(request, "day"))
    if day and day > yesterday:
        wrong = _("Only a day that is over can be looked at.")
    return (insight.scored_day(yesterday) if day is None or wrong else day), wrong


def chosen(request: HttpRequest) -> dict[str, Any]:
    """Which cell or segment is looked at."""
    found: dict[str, Any] = {}
    for name in SCORES:
        said = given(request, name)
        if said in ("1", "2", "3", "4", "5"):
            found[name] = int(said)
    if given(request, "rfm_segment") in BY_CODE:
        found["rfm_segment"] = given(request, "rfm_segment")
    return found


@require_safe
@guard("view", access.VIEWED)
def rfm(request: HttpRequest) -> HttpResponse:
    """Customers by recency, frequency and value: the grid, the named segments, and who they are."""
    kpi = kpi_for(request.user, "rfm_score")
    scope = scope_asked(request.user, given(request, "scope"))
    day, wrong = day_asked(request)
    rows = insight.standing(current.organisation(), scope, day)
    picked = chosen(request)
    segments = insight.rfm_segments(rows)
    total = sum(group.customers for _rule, group in segments)
    params = {"scope": key_of(scope), "day": str(day)}
    context = {
        "title": _("RFM"),
        "kpi": kpi,
        "day": day,
        "wrong": wrong,
        "grid": grid(rows, params),
        "segments": [
            {
                "rule": rule,
                "group": group,
                "share": Decimal(group.customers) / total if total else None,
                "url": f"?{urlencode({**params, 'rfm_segment': rule.code})}#customers",
                "here": picked.get("rfm_segment") == rule.code,
            }
            for rule, group in segments
        ],
        "total": total,
        "picked": picked,
        "picked_label": picked_label(picked),
        "sees_money": sees_money(request.user),
        "stored": CustomerScore.objects.visible_to(request.user).filter(day=day).exists(),
        **common(request, scope),
        **listed(request, insight.rfm_ids(rows, picked), {**params, **picked}),
        "campaigns": campaigns_of(request.user),
    }
    return render(request, "analytics/rfm.html", context)


def picked_label(picked: dict[str, Any]) -> str:
    if "rfm_segment" in picked:
        return str(BY_CODE[picked["rfm_segment"]].label)
    return ", ".join(f"{name.upper()} {picked[name]}" for name in SCORES if name in picked)


def sees_money(user: Any) -> bool:
    return "monetary" in user.may("read", CustomerScore)


def grid(rows: tuple[str, tuple], params: dict[str, str]) -> list[dict[str, Any]]:
    """R down, F across; the more customers, the darker."""
    found = {group.key: group for group in insight.rfm_groups(rows, "r", "f")}
    most = max((group.customers for group in found.values()), default=0)
    return [
        {
            "r": r,
            "cells": [
                {
                    "n": found[r, f].customers if (r, f) in found else 0,
                    "heat": heat(found[r, f].customers if (r, f) in found else 0, most),
                    "url": f"?{urlencode({**params, 'r': r, 'f': f})}#customers",
                }
                for f in range(1, 6)
            ],
        }
        for r in range(5, 0, -1)
    ]


def heat(part: float, most: float) -> int:
    """0 to 5."""
    return 0 if not part or not most else min(5, 1 + int(4.999 * part / most))


def listed(request: HttpRequest, ids: list[int], params: dict[str, Any]) -> dict[str, Any]:
    """A page of customers this person may see."""
    after = given(request, "after")
    start = int(after) if after.isdecimal() and len(after) < 18 else 0
    rows = Customer.objects.filter(pk__in=ids, pk__gt=start).visible_to(request.user).select_related("owner", "segment")
    page = list(rows.order_by("pk")[: PAGE + 1])
    following = page[PAGE - 1].pk if len(page) > PAGE else None
    scores = CustomerScore.objects.visible_to(request.user).filter(day=params.get("day"), customer__in=page[:PAGE])
    by_customer = {score.customer_id: score for score in scores}
    return {
        "customers": [(customer, by_customer.get(customer.pk)) for customer in page[:PAGE]],
        "count": len(ids),
        "next_url": f"?{urlencode({**params, 'after': following})}#customers" if following else "",
    }


def campaigns_of(user: Any) -> list[Campaign]:
    """Campaigns this person may aim at customers."""
    if not user.can("add", Member):
        return []
    rows = Campaign.objects.all().visible_to(user, "change").exclude(status__in=["finished", "cancelled"])
    return list(rows.order_by("-starts_on")[:50])


@require_POST
@guard("add", Member)
def seed_campaign(request: HttpRequest) -> HttpResponse:
    """Aim a campaign at the customers of a cell or segment, as far as one may see them."""
    scope = scope_asked(request.user, given(request, "scope"))
    day, _wrong = day_asked(request)
    number = given(request, "campaign")
    campaigns = Campaign.objects.all().visible_to(request.user, "change")
    campaign = campaigns.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if campaign is None:
        raise Http404
    picked = chosen(request)
    ids = insight.rfm_ids(insight.standing(current.organisation(), scope, day), picked)
    customers = Customer.objects.filter(pk__in=ids).visible_to(request.user).living().real()
    try:
        added = add_members(campaign, customers, by=request.user)
        messages.success(
            request, _("%(n)d customers were added to “%(campaign)s”.") % {"n": added, "campaign": campaign.name}
        )
    except ActionRefused as error:
        messages.error(request, str(error))
    query = urlencode({"scope": key_of(scope), "day": str(day), **picked})
    return HttpResponseRedirect(f"{reverse('analytics:rfm')}?{query}")


@require_safe
@guard("view", access.VIEWED)
def cohorts(request: HttpRequest) -> HttpResponse:
    """Customers by the month of their first order, and how many came back so many months later."""
    kpi_for(request.user, "rfm_score")
    organisation = current.organisation()
    scope = scope_asked(request.user, given(request, "scope"))
    now, said = today(organisation), given(request, "months")
    months = int(said) if said in map(str, MONTHS) else MONTHS[0]
    params = {"scope": key_of(scope), "months": months}
    found = insight.cohorts(organisation, scope, now, months)
    context = {
        "title": _("Cohorts"),
        "months": months,
        "choices": MONTHS,
        "columns": range(1, months + 1),
        "rows": [cohort_row(cohort, params, months) for cohort in found],
        **common(request, scope),
        **cohort_cell(request, scope, now, params),
    }
    return render(request, "analytics/cohorts.html", context)


def cohort_row(cohort: insight.Cohort, params: dict[str, Any], months: int) -> dict[str, Any]:
    cells = []
    for later, n in enumerate(cohort.back, start=1):
        share = None if n is None or not cohort.size else Decimal(n) / cohort.size
        url = f"?{urlencode({**params, 'cohort': cohort.month.isoformat(), 'later': later})}#customers"
        cells.append({"n": n, "share": share, "heat": heat(float(share or 0), 0.6), "url": url if n else ""})
    first = f"?{urlencode({**params, 'cohort': cohort.month.isoformat(), 'later': 0})}#customers"
    return {"cohort": cohort, "cells": cells, "url": first, "rest": range(months - len(cells))}


def cohort_cell(request: HttpRequest, scope: Scope, now: dt.date, params: dict[str, Any]) -> dict[str, Any]:
    """The customers of the cell that was opened."""
    month, _wrong = day_of(given(request, "cohort"))
    later = given(request, "later")
    if month is None or not later.isdecimal() or int(later[:4]) > 400:
        return {}
    ids = insight.cohort_ids(current.organisation(), scope, now, month.replace(day=1), int(later))
    more = {**params, "cohort": month.isoformat(), "later": later}
    return {"cell_month": month, "cell_later": int(later), **listed(request, ids, more)}


@require_safe
@guard("view", access.VIEWED)
def lifetime(request: HttpRequest) -> HttpResponse:
    """What customers will spend: the models with their parameters and error, and who is worth most."""
    kpi = kpi_for(request.user, "clv_predictive")
    scope = scope_asked(request.user, given(request, "scope"))
    day, wrong = day_asked(request)
    rows = insight.standing(current.organisation(), scope, day, valued=True)
    histogram = insight.alive_histogram(rows)
    found = insight.dearest(rows)
    names = Customer.objects.visible_to(request.user).in_bulk([row[0] for row in found])
    fits = list(ModelFit.objects.visible_to(request.user).filter(day=day))
    context = {
        "title": _("Customer lifetime value"),
        "kpi": kpi,
        "day": day,
        "wrong": wrong,
        "total": insight.worth_of(rows),
        "fits": [(fit, sorted(fit.params.items())) for fit in fits],
        "fit": next((fit for fit in fits if fit.kind == ModelFit.Kind.BG_NBD), None),
        "chart": histogram_chart(histogram, request.LANGUAGE_CODE),
        "histogram": histogram,
        "dearest": [(names[pk], *rest) for pk, *rest in found if pk in names],
        **common(request, scope),
    }
    return render(request, "analytics/lifetime.html", context)


def histogram_chart(histogram: list[tuple[str, int, int]], language: str) -> dict[str, Any]:
    return {
        "labels": [label for label, _again, _once in histogram],
        "values": [again + once for _label, again, once in histogram],
        "texts": [_("%(again)d repeat customers, %(once)d one-time buyers") % {"again": a, "once": b}
                  for _label, a, b in histogram],
        "name": _("customers"),
        "unit": "count",
        "language": language,
        "bars": True,
    }  # fmt: skip
