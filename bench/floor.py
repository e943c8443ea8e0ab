"""The floor: bare Django views over the same rows, without sign-in, rights, menus or middleware."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from accounts.models import Customer, Interaction
from analytics.models import Snapshot
from sales.models import Order

LIST = Engine().from_string(
    "<html><body><table>{% for c in rows %}<tr><td><a href='/c/{{ c.pk }}'>{{ c.name }}</a><td>{{ c.email }}"
    "<td>{{ c.phone }}<td>{{ c.status }}<td>{{ c.owner.display_name }}<td>{{ c.team.name }}<td>{{ c.segment.name }}"
    "<td>{{ c.since }}{% endfor %}</table></body></html>"
)
DETAIL = Engine().from_string(
    "<html><body><h1>{{ c.name }}</h1><p>{{ c.email }} {{ c.phone }} {{ c.owner.display_name }} {{ c.segment.name }}"
    "<ul>{% for o in orders %}<li>{{ o.number }} {{ o.ordered_at }} {{ o.net_home }}{% endfor %}</ul>"
    "<ul>{% for i in touches %}<li>{{ i.at }} {{ i.kind }} {{ i.subject }}{% endfor %}</ul></body></html>"
)
DASHBOARD = Engine().from_string(
    "<html><body>{% for kpi, days in series %}<h2>{{ kpi }}</h2>{% for day, value in days %}"
    "<i>{{ day }} {{ value }}</i>{% endfor %}{% endfor %}</body></html>"
)
SHOWN = (
    "sales_revenue",
    "transactions",
    "average_order_size",
    "new_customers",
    "active_customers",
    "win_rate",
    "customer_retention_rate",
    "churn_rate",
    "service_level",
    "avg_first_response_time",
    "weighted_pipeline",
    "sales_quota_attainment",
)


def customers(request: HttpRequest) -> HttpResponse:
    """Fifty rows after a key."""
    rows = Customer.objects.select_related("owner", "team", "segment").order_by("-pk")
    if after := request.GET.get("after"):
        rows = rows.filter(pk__lt=after)
    return HttpResponse(LIST.render(Context({"rows": rows[:50]})))


def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One row with what happened last."""
    found = Customer.objects.select_related("owner", "segment").get(pk=pk)
    orders = Order.objects.filter(customer=pk).order_by("-ordered_at")[:10]
    touches = Interaction.objects.filter(customer=pk).order_by("-at")[:20]
    return HttpResponse(DETAIL.render(Context({"c": found, "orders": orders, "touches": touches})))


def dashboard(request: HttpRequest) -> HttpResponse:
    """Ninety stored days of a dozen company figures."""
    last = Snapshot.objects.order_by("-day").values_list("day", flat=True)[0]
    rows = Snapshot.objects.filter(scope="company", scope_id=0, kpi__in=SHOWN, day__gt=last - dt.timedelta(days=90))
    series = defaultdict(list)
    for kpi, day, value in rows.order_by("kpi", "day", "-revision").values_list("kpi", "day", "value"):
        series[kpi].append((day, value))
    return HttpResponse(DASHBOARD.render(Context({"series": list(series.items())})))


urlpatterns = [
    path("customers/", customers),
    path("customers/<int:pk>/", customer),
    path("", dashboard),
]
