"""The rows behind a figure as a file: those the page shows, each with what it adds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import AuditEntry, Customer
from analytics.actions import Cell, set_target
from sales.models import Order, OrderLine
from tests.exports.conftest import sheet, table

MAY = "from=2025-05-01&to=2025-05-31"
ROWS = f"kpis/sales_revenue/rows/export/?{MAY}"


@pytest.fixture
def orders(lin, omar, north, south):
    """Two orders of North in May, one of them for a customer of South, and one of South."""
    ours = Customer.objects.create(name="Huawei", owner=lin, team=north)
    theirs = Customer.objects.create(name="Secret Ltd", owner=omar, team=south)
    at = dt.datetime(2025, 5, 5, 3, tzinfo=dt.UTC)
    for number, customer, owner, team, amount in (
        ("A1", ours, lin, north, 100), ("A2", theirs, lin, north, 30), ("A3", theirs, omar, south, 7),
    ):  # fmt: skip
        order = Order.objects.create(
            number=number, customer=customer, owner=owner, team=team, ordered_at=at, currency="CNY", status="completed"
        )
        OrderLine.objects.create(order=order, kind="product", quantity=1, amount=amount, amount_home=amount)


def column(lines, heading):
    return [line[lines[0].index(heading)] for line in lines[1:]]


def test_it_works(export, max_, orders):
    lines = table(export(max_, ROWS))
    assert column(lines, "Number") == ["A1", "A2"]
    assert [Decimal(amount) for amount in column(lines, "Adds")] == [100, 30]


def test_xlsx_says_the_same(export, max_, orders):
    assert column(sheet(export(max_, ROWS, "xlsx")), "Adds") == [100, 30]


def test_the_page_s_rows_are_the_file_s(export, sign_in, root, orders):
    shown = sign_in(root).get(f"/kpis/sales_revenue/rows/?{MAY}").context
    numbers = [record.number for one in shown["tables"] for record, _amount in one["rows"]]
    assert column(table(export(root, ROWS)), "Number") == numbers == ["A1", "A2", "A3"]


def test_a_foreign_customer_has_no_name(export, sign_in, max_, orders):
    assert column(table(export(max_, ROWS)), "Customer") == ["Huawei", "(not yours to see)"]
    assert b"Secret" not in sign_in(max_).get(f"/kpis/sales_revenue/rows/?{MAY}").content


def test_it_is_written_down(export, max_, orders):
    export(max_, ROWS)
    (entry,) = AuditEntry.objects.filter(action="export")
    assert (entry.actor, entry.model, entry.changes["rows"]) == (max_, "sales.order", [None, 2])
    assert entry.changes["filter"][1]["kpi"] == "sales_revenue"


@pytest.mark.parametrize(("who", "status"), [("lin", 403), ("mia", 403), ("eva", 404)])
def test_figures_are_not_records(export, request, orders, who, status):
    """An executive takes out figures, not orders; the page has no button then."""
    assert export(request.getfixturevalue(who), ROWS).status_code == status
    assert not AuditEntry.objects.filter(action="export").exists()


def test_another_team_s_scope_is_not_there(export, max_, south, orders):
    assert export(max_, f"{ROWS}&scope=team:{south.pk}").status_code == 404


def test_a_quota_gives_its_targets(export, root, lin, organisation):
    set_target("sales_revenue", Cell("month", dt.date(2025, 5, 1), owner_id=lin.pk), Decimal(500), by=root)
    lines = table(export(root, f"kpis/sales_quota/rows/export/?{MAY}"))
    assert column(lines, "Whose") == ["Lin"]


def test_every_kpi_s_sides_can_be_asked(sign_in, root, orders):
    from analytics.kpis import KPIS

    client = sign_in(root)
    for code in list(KPIS)[::9]:
        for side in ("numerator", "denominator"):
            answer = client.post(f"/kpis/{code}/rows/export/?{MAY}&side={side}", {"as": "csv"})
            assert answer.status_code in (200, 404), (code, side)
            if answer.status_code == 200:
                table(answer)
