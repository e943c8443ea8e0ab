"""The first page of every role."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, current
from accounts.forms import QuickLineForm
from accounts.models import Interaction, Role
from analytics import access, queries
from analytics.asked import PERIODS, before
from analytics.dashboards import PageReader
from analytics.fact import today
from analytics.facts import FACTS
from analytics.kpi import Area
from analytics.kpis import KPIS
from analytics.models import FillRun
from analytics.periods import Window, trailing
from analytics.scopes import Scope
from analytics.tiles import Tile, Wish, by_person, tiles
from crm_project.errors import ActionRefused
from crm_project.form_pages import once
from crm_project.guard import guard, guard_signed_in

HOME_PERIODS = ("month", "last_month", "quarter", "year")
SELLING = ("sales_revenue", "sales_quota_attainment", "transactions", "win_rate", "sales_calls", "weighted_pipeline")
SERVING = ("avg_first_response_time", "avg_resolution_time", "avg_handle_time", "service_level", "avg_speed_of_answer")
CUSTOMERS = ("new_customers",)


@require_safe
@guard_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What a person needs first, by role."""
    role = Role.ADMIN if request.user.is_superuser else request.user.role
    show: Callable[[HttpRequest], HttpResponse] = HOMES.get(role, company_home)
    return show(request)


def reader_of(user: Any, scope: Scope | None = None, *, stored_only: bool = False) -> PageReader:
    return PageReader(current.organisation(), scope or access.own_scope(user), stored_only=stored_only)


def freshness(reader: PageReader) -> dict[str, Any]:
    """When the oldest figure was filled, and whether changes wait."""
    times = [row.filled_at for name, row in reader.ledger.items() if name in FACTS]
    return {"fresh_at": min(times, default=None), "waits": bool(reader.waiting), "never_filled": not times}


def period_of(request: HttpRequest) -> tuple[str, Window]:
    """The period a home was asked for; the month to date unless told."""
    name = request.GET.get("period", "")
    name = name if name in HOME_PERIODS else "month"
    return name, PERIODS[name][1](today(current.organisation()))


def period_choices(name: str) -> dict[str, Any]:
    return {"period": name, "periods": [(code, PERIODS[code][0]) for code in HOME_PERIODS]}


# The rep: my day, my pipeline, my numbers, one line to log


def rep_home(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    day = today(current.organisation())
    context = {
        "title": _("My day"),
        "day": day,
        "follow_ups": queries.follow_ups(user, day),
        "tasks": queries.open_tasks(user),
        "steps": (steps := queries.pipeline(user, [user.pk])),
        "pipeline_count": sum(step.count for step in steps),
        "pipeline_amount": sum(step.amount for step in steps),
        "most": max((step.amount for step in steps), default=0),
        **log_box(request, own_numbers(user)),
    }
    return render(request, "analytics/home_rep.html", context)


def own_numbers(user: Any) -> list[Tile]:
    """A person's own figures; a fact that has just changed is asked of the rows, so what was just logged counts."""
    organisation = current.organisation()
    reader = reader_of(user, Scope("owner", user.pk, str(user)))
    day = today(organisation)
    month, week = PERIODS["month"][1](day), PERIODS["week"][1](day)
    wishes = [
        Wish("sales_revenue", month),
        Wish("sales_calls", Window(day, day), _("Sales calls today")),
        Wish("sales_calls", week, _("Sales calls this week")),
        Wish("win_rate", month),
        Wish("weighted_pipeline", Window(day, day)),
        Wish("new_customers", month),
    ]
    return tiles(reader, wishes, access.readable_kpis(user))


def log_box(request: HttpRequest, numbers: list[Tile], **more: Any) -> dict[str, Any]:
    return {"numbers": numbers, "once": uuid.uuid4().hex, "line": "", "numbers_title": _("My numbers"), **more}


@require_POST
@guard("add", Interaction)
def quick_log(request: HttpRequest) -> HttpResponse:
    """Log a touch from one line. The answer holds the confirmation and the person's refreshed numbers."""
    form, user = QuickLineForm(request.POST), request.user
    if not form.is_valid():
        return log_answer(
            request, problem=_("Write what you did in one line."), line=request.POST.get("line", "")[:400]
        )
    line = form.cleaned_data["line"]
    try:
        subject, _first = once(request, lambda: actions.log_quick_line(user, line).subject)
    except ActionRefused as error:
        return log_answer(request, problem=error.sentence, line=line, candidates=getattr(error, "candidates", ()))
    return log_answer(request, logged=subject or _("done"))


def log_answer(request: HttpRequest, **more: Any) -> HttpResponse:
    """The box with the numbers, alone for htmx, else on a page of its own."""
    context = log_box(request, own_numbers(request.user), title=_("Log a call or a visit"), **more)
    template = "analytics/_log_box.html" if request.htmx else "analytics/log_page.html"  # type: ignore[attr-defined]
    # htmx swaps only what succeeded, and a line that was not understood is an answer too.
    status = 400 if more.get("problem") and not request.htmx else 200  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


# The agent: my queue, my numbers


def agent_home(request: HttpRequest) -> HttpResponse:
    user, day = request.user, today(current.organisation())
    month = PERIODS["month"][1](day)
    wishes = [
        *(Wish(code, month) for code in SERVING[:4]),
        Wish("service_level", Window(day, day), _("Service level today")),
    ]
    context = {
        "title": _("My queue"),
        "mine": queries.waiting_tickets(user, 20, owner=user),
        "unassigned": queries.waiting_tickets(user, 20, owner__isnull=True),
        "follow_ups": queries.follow_ups(user, day),
        "numbers": tiles(reader_of(user), wishes, access.readable_kpis(user)),
        "numbers_title": _("My numbers this month"),
    }
    return render(request, "analytics/home_agent.html", context)


# Managers: the team's numbers, person by person


def sales_manager_home(request: HttpRequest) -> HttpResponse:
    context = team_context(request, [*SELLING, *CUSTOMERS], SELLING)
    steps = queries.pipeline(request.user)
    context |= {"steps": steps, "most": max((step.amount for step in steps), default=0)}
    return render(request, "analytics/home_team.html", context)


def service_manager_home(request: HttpRequest) -> HttpResponse:
    context = team_context(request, [*SERVING, "abandonment_rate"], SERVING[:4])
    context["tickets"] = queries.waiting_tickets(request.user)
    return render(request, "analytics/home_team.html", context)


def team_context(request: HttpRequest, codes: list[str], columns: tuple[str, ...]) -> dict[str, Any]:
    user = request.user
    name, window = period_of(request)
    reader = reader_of(user, stored_only=True)
    readable = access.readable_kpis(user)
    day = today(current.organisation())
    people = queries.colleagues(user, list(reader.filters.get("team", ())) or None, day)
    kpis = [KPIS[code] for code in columns if KPIS[code] in readable]
    return {
        "title": reader.scope.label or _("Company"),
        "numbers": tiles(
            reader, [Wish(code, window, before=before(name, window)) for code in codes], readable, lines=True
        ),
        "numbers_title": _("The team's numbers"),
        "kpis": kpis,
        "people": by_person(reader, kpis, window, {person.pk: str(person) for person in people}),
        "window": window,
        **period_choices(name),
        **freshness(reader),
    }


# Everybody who reads the company's figures


# One screen of what a company steers by, all of it from stored rows; the catalogue leads to the rest.
AT_HOME = (
    "sales_revenue", "transactions", "average_unit_sale", "average_order_size", "sales_growth_rate", "sales_quota",
    "sales_quota_attainment", "win_rate", "lost_deals", "close_rate", "sales_cycle_days", "weighted_pipeline",
    "sales_calls", "sales_expense", "cross_sell_rate",
    "new_customers", "active_customers", "customer_retention_rate", "repurchase_rate", "churn_rate",
    "customer_acquisition_cost", "nps", "customer_satisfaction",
    "avg_first_response_time", "avg_resolution_time", "first_contact_resolution_rate", "complaint_handling_rate",
    "service_level", "abandonment_rate", "avg_speed_of_answer", "avg_handle_time", "call_volume", "agent_occupancy",
    "campaign_response_rate", "promo_cost_control_rate", "ctr", "roas",
)  # fmt: skip


def company_home(request: HttpRequest) -> HttpResponse:
    """KPIs by area: value, change, line and status; from stored figures only."""
    user = request.user
    name, window = period_of(request)
    reader = reader_of(user, stored_only=True)
    readable = access.readable_kpis(user)
    wishes = [Wish(code, window, before=before(name, window)) for code in AT_HOME if KPIS[code] in readable]
    shown = tiles(reader, wishes, readable, lines=True)
    areas = [(area, [tile for tile in shown if tile.kpi.area is area]) for area in Area]
    context = {
        "title": reader.scope.label or _("Company"),
        "areas": [(area, found) for area, found in areas if found],
        "window": window,
        "scope_label": reader.scope.label or _("Company"),
        **period_choices(name),
        **freshness(reader),
    }
    if user.role == Role.MARKETER:
        context["campaigns"] = queries.running_campaigns(user, trailing(window.last, 1).last)
    return render(request, "analytics/home_company.html", context)


# The administrator: quotas, fills, users, imports


def admin_home(request: HttpRequest) -> HttpResponse:
    user, day = request.user, today(current.organisation())
    reader = reader_of(user, stored_only=True)
    month = PERIODS["month"][1](day)
    wishes = [Wish(code, month) for code in ("sales_revenue", "transactions", "new_customers", "service_level")]
    months = queries.quota_months(user, day.year)
    context = {
        "title": _("Administration"),
        "numbers": tiles(reader, wishes, access.readable_kpis(user)),
        "numbers_title": _("The company this month"),
        "runs": queries.fill_runs(user),
        "dirty": queries.dirty_days(user),
        "may_fill": user.can("configure", FillRun),
        "imports": queries.imports(user),
        "roles": [
            (Role(row["role"]).label, row["n"]) for row in queries.people_by_role(user) if row["role"] in Role.values
        ],
        "quotas": months,
        "quota_sum": sum(row["amount"] for row in months),
        "year": day.year,
        **freshness(reader),
    }
    return render(request, "analytics/home_admin.html", context)


HOMES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    Role.REP: rep_home,
    Role.AGENT: agent_home,
    Role.SALES_MANAGER: sales_manager_home,
    Role.SERVICE_MANAGER: service_manager_home,
    Role.ADMIN: admin_home,
}
