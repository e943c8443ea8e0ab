"""What becomes of an order: changed, completed, cancelled, paid."""

from decimal import Decimal

import pytest

from accounts.models import AuditEntry, User
from crm_project.errors import ActionRefused
from sales.actions import (
    cancel_order,
    complete_order,
    delete_draft,
    edit_order_lines,
    place_draft,
    place_order,
    record_payment,
    refund_order,
)
from sales.models import Order, Payment

from .conftest import NOW

ONE = [{"unit_price": Decimal(1)}]


def test_cancelling(order: Order, lin: User) -> None:
    cancelled = cancel_order(order, by=lin)
    assert (cancelled.status, cancelled.cancelled_at) == ("cancelled", NOW)
    assert not Order.objects.valid().exists()


def test_cancelling_twice_is_refused(order: Order, lin: User) -> None:
    cancel_order(order, by=lin)
    with pytest.raises(ActionRefused):
        cancel_order(order, by=lin)


def test_what_was_refunded_stays(order: Order, lin: User) -> None:
    refund_order(order, by=lin, amount=Decimal(1))
    with pytest.raises(ActionRefused):
        cancel_order(order, by=lin)
    with pytest.raises(ActionRefused):
        edit_order_lines(order, ONE, by=lin)


def test_completing(order: Order, lin: User) -> None:
    assert complete_order(order, by=lin).status == "completed"
    with pytest.raises(ActionRefused):
        complete_order(order, by=lin)


def test_other_lines_bring_other_totals(order: Order, lin: User) -> None:
    edited = edit_order_lines(order, ONE, by=lin)
    assert (edited.net_home, edited.items, edited.version) == (1, 1, 2)
    assert AuditEntry.objects.latest("id").changes["lines"] == [["100.0000", 4], ["1.0000", 1]]


def test_stale_lines_are_refused(order: Order, lin: User) -> None:
    complete_order(order, by=lin)
    with pytest.raises(ActionRefused) as refused:
        edit_order_lines(order, ONE, by=lin, version=1)
    assert refused.value.conflict


def test_a_draft_does_not_count_until_it_is_placed(lin: User) -> None:
    draft = place_order(None, ONE, by=lin, status="draft")
    assert not Order.objects.valid().exists()
    place_draft(draft, by=lin)
    assert Order.objects.valid().exists()


def test_only_drafts_are_thrown_away(order: Order, lin: User) -> None:
    with pytest.raises(ActionRefused):
        delete_draft(order, by=lin)
    delete_draft(place_order(None, ONE, by=lin, status="draft"), by=lin)
    assert Order.objects.count() == 1


def test_paying(order: Order, lin: User) -> None:
    payment = record_payment(order, Decimal("108"), by=lin, method="card")
    assert (payment.order, Payment.objects.get().amount, payment.paid_at) == (order, 108, NOW)


def test_paying_nothing_is_refused(order: Order, lin: User) -> None:
    with pytest.raises(ActionRefused):
        record_payment(order, Decimal(0), by=lin)
