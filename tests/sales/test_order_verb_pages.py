"""The buttons of an order."""

from decimal import Decimal

import pytest

from sales.actions import cancel_order, place_order, refund_order
from sales.models import Order, Payment, Refund, RefundLine

from .pages import press, text


def test_complete(sign_in, lin, order):
    press(sign_in(lin), "sales:order_complete", order)
    assert Order.objects.get().status == "completed"


def test_cancel(sign_in, lin, order):
    press(sign_in(lin), "sales:order_cancel", order)
    assert Order.objects.get().status == "cancelled"


def test_place_a_draft(sign_in, lin, huawei, chair):
    draft = place_order(huawei, [{"product": chair}], by=lin, status="draft")
    press(sign_in(lin), "sales:order_place", draft)
    assert Order.objects.get().status == "placed"


def test_pay(sign_in, lin, order):
    press(sign_in(lin), "sales:order_pay", order, amount="40", method="card")
    assert Payment.objects.get().amount == 40


def test_the_payment_form_offers_what_is_due(sign_in, lin, order):
    assert 'value="100"' in sign_in(lin).get(f"/orders/{order.pk}/pay/").content.decode()


def test_refund_all_that_is_left(sign_in, lin, order):
    press(sign_in(lin), "sales:order_refund", order)
    assert Refund.objects.get().amount == 100


def test_refund_an_amount(sign_in, lin, order):
    press(sign_in(lin), "sales:order_refund", order, amount="30", reason="Scratched")
    assert Refund.objects.get().amount_home == 30


def test_refund_by_lines(sign_in, lin, order):
    line = order.lines.get(unit_price=70)
    press(sign_in(lin), "sales:order_refund", order, **{f"line_{line.pk}": "1"})
    assert Refund.objects.get().amount == 70
    assert RefundLine.objects.get().line == line


def test_more_than_is_left_is_refused_and_kept_in_the_field(sign_in, lin, order):
    answer = press(sign_in(lin), "sales:order_refund", order, amount="101")
    assert answer.status_code == 400
    assert "At most 100.0000 can still be given back." in text(answer)
    assert 'value="101"' in answer.content.decode()


def test_shipping_is_not_offered_for_return(sign_in, lin, order):
    shipping = order.lines.get(kind="shipping")
    assert f"line_{shipping.pk}" not in sign_in(lin).get(f"/orders/{order.pk}/refund/").content.decode()


def test_a_refunded_order_cannot_be_cancelled(sign_in, lin, order):
    refund_order(order, by=lin, amount=Decimal(5))
    assert "Money was given back for this order" in text(press(sign_in(lin), "sales:order_cancel", order))


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("place", "This order is not a draft."),
        ("complete", "Only an order that is placed can be completed."),
        ("cancel", "This order was cancelled."),
        ("refund", "A draft or a cancelled order cannot be refunded."),
        ("pay", "A draft or a cancelled order cannot be paid."),
    ],
)
def test_a_cancelled_order_refuses(sign_in, lin, order, verb, sentence):
    cancel_order(order, by=lin)
    answer = press(sign_in(lin), f"sales:order_{verb}", order, amount="1", method="cash")
    assert sentence in text(answer)


@pytest.mark.parametrize("verb", ["place", "complete", "cancel", "refund", "pay", "edit"])
def test_a_foreign_order_is_not_there(sign_in, omar, order, verb):
    assert press(sign_in(omar), f"sales:order_{verb}", order).status_code == 404


@pytest.mark.parametrize("kind", ["refund", "payment"])
def test_a_team_mates_order_takes_no_refund_or_payment(sign_in, sam, order, kind):
    answer = sign_in(sam).post(f"/{kind}s/new/", {"order": order.pk, "amount": "1", "method": "cash"})
    assert answer.status_code == 200
    assert not Refund.objects.exists()
    assert not Payment.objects.exists()


@pytest.mark.parametrize("kind", ["refund", "payment"])
def test_a_refund_or_payment_for_an_order_of_ones_own(sign_in, lin, order, kind):
    answer = sign_in(lin).post(f"/{kind}s/new/", {"order": order.pk, "amount": "1", "method": "cash"})
    assert answer.status_code == 302
    assert Refund.objects.count() + Payment.objects.count() == 1
