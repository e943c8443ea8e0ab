"""The rows behind a figure: their number and total are the figure's side, and nobody sees what is not theirs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions import create_customer
from accounts.models import Customer
from analytics.actions import Cell, set_target
from analytics.fact import today
from analytics.kpi import Derived
from analytics.periods import month_of, trailing
from sales.models import Order, OrderLine


def rows(code: str, window, side: str = "numerator", **params: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in params.items())
    return f"{reverse('analytics:kpi_rows', args=[code])}?from={window.first}&to={window.last}&side={side}{more}"


@pytest.mark.parametrize("side", ["numerator", "denominator"])
def test_the_total_is_the_figures_side(sign_in, eva, filled, organisation, kpi, side):
    answer = sign_in(eva).get(rows(kpi.code, trailing(today(organisation), 365), side))
    if kpi.code == "channel_effectiveness":  # its rows are the table of channels
        assert answer.url.startswith("/channels/")
        return
    assert answer.status_code == 200
    shown = answer.context
    if shown.get("tables") and not isinstance(kpi, Derived):
        assert float(shown["total"]) == pytest.approx(float(shown["value"]))


def test_all_pages_together_are_the_count(sign_in, eva, filled, organisation):
    client, url = sign_in(eva), rows("transactions", trailing(today(organisation), 400))
    found = 0
    while url:
        shown = client.get(url).context
        found += sum(len(table["rows"]) for table in shown["tables"])
        url = shown["next_url"]
    assert found == shown["count"]


def test_a_quota_opens_its_targets(sign_in, root, lin, organisation):
    month = month_of(today(organisation))
    set_target("sales_revenue", Cell("month", month.first, owner_id=lin.pk), Decimal(500), by=root)
    shown = sign_in(root).get(rows("sales_quota_attainment", month, "denominator")).context
    assert [row.owner for row in shown["targets"]] == [lin]
    assert shown["total"] == 500


def test_records_of_others_are_counted_but_not_shown(sign_in, eva, root, lin, organisation, monkeypatch):
    customer = create_customer(Customer(name="Huawei", owner=lin), by=root)
    order = Order.objects.create(
        number="ORDER-17", customer=customer, ordered_at="2026-05-05T03:00Z", currency="CNY", owner=lin
    )
    OrderLine.objects.create(order=order, kind="product", quantity=1, amount=10, amount_home=10)
    monkeypatch.setattr("analytics.views.kpi.visible_keys", lambda behind, user: {Order: set()})
    window = month_of(Order.objects.get(pk=order.pk).ordered_at.date())
    content = sign_in(eva).get(rows("transactions", window)).content.decode()
    assert "not yours to open" in content
    assert "ORDER-17" not in content


@pytest.mark.parametrize("query", ["side=middle", "only=shoe:1", "scope=owner:0"])
def test_what_is_not_there(sign_in, eva, organisation, query):
    assert sign_in(eva).get(f"/kpis/win_rate/rows/?{query}").status_code == 404


def test_a_bad_cursor_starts_over(sign_in, eva, filled, organisation):
    assert sign_in(eva).get(rows("transactions", trailing(today(organisation), 365), after="x:%00")).status_code == 200


def test_a_part_opens_its_own_rows(sign_in, eva, filled, organisation):
    window = trailing(today(organisation), 365)
    client = sign_in(eva)
    page = client.get(f"/kpis/sales_revenue/?from={window.first}&to={window.last}&by=category").context
    for part in page["parts"]:
        shown = client.get(part["rows_url"]).context
        assert shown["total"] == part["part"].numerator
