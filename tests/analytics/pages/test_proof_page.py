"""What a sceptic reads on the page of a KPI, and the records it leaves out."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation
from analytics.fact import today
from sales.models import Order
from tests.analytics.busy import Busy


@pytest.fixture
def cancelled(busy: Busy, organisation: Organisation, lin) -> Order:
    at = dt.datetime.combine(today(organisation), dt.time.min, organisation.zone)
    return Order.objects.create(
        number="C-1", ordered_at=at, currency="CNY", status="cancelled", cancelled_at=at, owner=lin
    )


def left_out(code: str = "transactions", **params: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"period": "today", "why": "1", **params}.items())
    return f"/kpis/{code}/left-out/?{query}"


def test_it_says_what_was_left_out(sign_in, eva, cancelled) -> None:
    left = sign_in(eva).get("/kpis/transactions/?period=today").context["left_out"]
    assert [(str(line.reason), line.count) for line in left] == [("cancelled", 1)]


def test_the_records_left_out_open(sign_in, eva, cancelled) -> None:
    assert "C-1" in sign_in(eva).get(left_out(fact="orders")).content.decode()


def test_another_rep_does_not_see_them(sign_in, omar, cancelled) -> None:
    assert "C-1" not in sign_in(omar).get(left_out(fact="orders")).content.decode()


@pytest.mark.parametrize(
    "params", [{}, {"fact": "calls"}, {"fact": "orders", "why": "99"}, {"fact": "orders", "why": "x"}, {"fact": "\x00"}]
)
def test_nonsense_is_not_there(sign_in, eva, busy, params) -> None:
    assert sign_in(eva).get(left_out(**params)).status_code == 404


def test_it_says_how_the_sources_were_read(sign_in, eva, filled) -> None:
    assert "companion of the close rate" in sign_in(eva).get("/kpis/win_rate/").content.decode()


def test_it_quotes_the_sources(sign_in, eva, filled) -> None:
    assert "成交率" in sign_in(eva).get("/kpis/win_rate/").content.decode()


def test_it_gives_both_languages(sign_in, eva, filled) -> None:
    page = sign_in(eva).get("/kpis/win_rate/").content.decode()
    assert "won deals ÷ closed deals" in page and "赢单" in page


def test_it_tells_the_other_doors(sign_in, eva, filled) -> None:
    page = sign_in(eva).get("/kpis/win_rate/?period=last_month").content.decode()
    assert "FROM kpi_daily" in page and "/api/v1/kpis/win_rate/" in page


def test_every_value_of_a_variant_is_its_figure(sign_in, eva, filled) -> None:
    context = sign_in(eva).get("/kpis/win_rate/").context
    shown = next(row for row in context["variants"] if row["here"])
    assert shown["value"] == context["figure"].value
