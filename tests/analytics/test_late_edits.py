"""A restated figure names the edits that moved it, to those who may read them."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation
from analytics.fact import today
from analytics.fill import fill
from analytics.kpis import KPIS
from analytics.late import Restatement, explained
from analytics.queries import published
from analytics.scopes import COMPANY
from sales.actions.orders import cancel_order
from sales.models import Order
from tests.analytics.busy import Busy

TRANSACTIONS = KPIS["transactions"]


@pytest.fixture
def order(busy: Busy, organisation: Organisation) -> Order:
    """A published order of yesterday."""
    at = dt.datetime.combine(today(organisation) - dt.timedelta(days=1), dt.time(12), organisation.zone)
    order = Order.objects.create(number="A-1", ordered_at=at, currency="CNY")
    fill()
    return order


def newest(user, organisation: Organisation) -> Restatement:
    fill()
    return explained(published(TRANSACTIONS, COMPANY), TRANSACTIONS, user, organisation)[0]


def test_a_cancellation_is_named(order: Order, root, organisation: Organisation) -> None:
    cancel_order(order, by=root)
    assert [(edit.action, edit.object_id) for edit in newest(root, organisation).edits] == [("cancel", order.pk)]


def test_not_to_those_who_may_not_read_the_log(order: Order, root, eva, organisation: Organisation) -> None:
    cancel_order(order, by=root)
    assert newest(eva, organisation).edits == []


def test_a_late_record_is_named(order: Order, root, organisation: Organisation) -> None:
    late = Order.objects.create(number="late", ordered_at=order.ordered_at, currency="CNY")
    assert newest(root, organisation).late == [late]


def test_an_edit_of_another_day_is_not(order: Order, root, organisation: Organisation) -> None:
    cancel_order(order, by=root)
    other = Order.objects.create(number="old", ordered_at=order.ordered_at - dt.timedelta(days=9), currency="CNY")
    cancel_order(other, by=root)
    assert {edit.object_id for edit in newest(root, organisation).edits} == {order.pk}


def test_what_was_never_restated_needs_no_reason(order: Order, root, organisation: Organisation) -> None:
    assert newest(root, organisation).before is None


def test_the_page_tells_it(order: Order, root, sign_in) -> None:
    cancel_order(order, by=root)
    fill()
    assert "A-1" in sign_in(root).get("/kpis/transactions/").content.decode()
