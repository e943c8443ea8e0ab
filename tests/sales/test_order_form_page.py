"""An order and its lines are one form."""

from decimal import Decimal

import pytest

from sales.actions import refund_order
from sales.models import Order, Product

from .pages import press, text


def rows(*lines, stored=0):
    """The rows of the form as a browser sends them."""
    sent = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": str(stored)}
    for number, line in enumerate(lines):
        sent.update({f"lines-{number}-{name}": str(value) for name, value in line.items()})
    return sent


def header(**said):
    return {"ordered_at": "2024-05-10T10:00:00", "currency": "CNY", **said}


def as_stored(order):
    return [
        {"line": line.pk, "product": line.product_id or "", "quantity": 1, "unit_price": line.unit_price, "discount": 0}
        for line in order.lines.all()
    ]


@pytest.fixture
def lamp(db):
    return Product.objects.create(sku="LA-1", name="Lamp", price=Decimal(30))


def test_it_works(sign_in, lin, huawei, chair, lamp):
    lines = rows(
        {"product": chair.pk, "quantity": "2", "discount": "10"}, {"product": lamp.pk, "quantity": 1, "unit_price": 25}
    )
    answer = sign_in(lin).post("/orders/new/", {**header(customer=huawei.pk), **lines})
    order = Order.objects.get()
    assert answer.url == f"/orders/{order.pk}/"
    assert (order.net, order.owner, order.status) == (Decimal(215), lin, "placed")


def test_an_empty_row_at_the_end_is_nothing(sign_in, lin, huawei, chair):
    lines = rows({"product": chair.pk, "quantity": "1"}, {"product": "", "quantity": "1", "unit_price": ""})
    sign_in(lin).post("/orders/new/", {**header(), **lines})
    assert Order.objects.get().lines.count() == 1


def test_a_draft(sign_in, lin, chair, now):
    sign_in(lin).post("/orders/new/", {**header(draft="on"), **rows({"product": chair.pk, "quantity": 1})})
    assert Order.objects.get().status == "draft"


def test_without_a_line_nothing_is_lost(sign_in, lin, huawei):
    answer = sign_in(lin).post("/orders/new/", {**header(note="Mind the dog"), **rows()})
    assert "An order has at least one line." in text(answer)
    assert "Mind the dog" in text(answer)
    assert not Order.objects.exists()


def test_a_wrong_row_is_told_in_the_row(sign_in, lin, chair, now, organisation):
    answer = sign_in(lin).post("/orders/new/", {**header(), **rows({"product": chair.pk, "quantity": "0"})})
    assert "A quantity is more than nothing." in text(answer)


def test_a_row_without_a_product_is_refused(sign_in, lin, now, organisation):
    answer = sign_in(lin).post("/orders/new/", {**header(), **rows({"quantity": "3", "unit_price": "5"})})
    assert "Choose a product." in text(answer)


def test_a_currency_without_a_rate_is_a_sentence(sign_in, lin, chair, rates):
    said = {**header(currency="EUR", ordered_at="2024-04-30T10:00:00"), **rows({"product": chair.pk, "quantity": 1})}
    assert "There is no exchange rate for EUR on 2024-04-30." in text(sign_in(lin).post("/orders/new/", said))


def test_rows_that_make_no_sense_answer_no_500(sign_in, lin, now, organisation):
    broken = {"lines-TOTAL_FORMS": "x", "lines-INITIAL_FORMS": "-1", "lines-0-product": "\x00", "currency": "€"}
    assert sign_in(lin).post("/orders/new/", broken).status_code == 200


def test_edit_takes_a_row_away_and_adds_one(sign_in, lin, order, lamp):
    lines = [*as_stored(order), {"product": lamp.pk, "quantity": 2}]
    lines[0]["DELETE"] = "on"
    said = {**header(version=order.version, customer=order.customer_id), **rows(*lines, stored=4)}
    press(sign_in(lin), "sales:order_edit", order, **said)
    assert Order.objects.get().net == Decimal(20 + 70 + 60)
    assert order.lines.filter(kind="shipping").count() == 1


def test_a_row_that_stays_keeps_its_cost(sign_in, lin, order, chair):
    Product.objects.update(cost=Decimal(99))
    lines = as_stored(order)
    lines[1]["discount"] = 5
    press(sign_in(lin), "sales:order_edit", order, **header(version=order.version), **rows(*lines, stored=4))
    assert set(order.lines.filter(product=chair).values_list("cost_home", flat=True)) == {Decimal(60)}


def test_the_note_of_a_refunded_order_can_be_changed(sign_in, lin, order):
    refund_order(order, by=lin, amount=Decimal(5))
    said = {**header(note="Called", customer=order.customer_id), **rows(*as_stored(order), stored=4)}
    said["ordered_at"] = "2024-05-10T12:00:00"
    answer = press(sign_in(lin), "sales:order_edit", order, **said, version=order.version)
    assert answer.status_code == 302
    assert Order.objects.get().note == "Called"


def test_its_lines_cannot(sign_in, lin, order):
    refund_order(order, by=lin, amount=Decimal(5))
    lines = as_stored(order)
    lines[0]["quantity"] = 4
    answer = press(sign_in(lin), "sales:order_edit", order, **header(version=order.version), **rows(*lines, stored=4))
    assert "Money was given back for this order" in text(answer)


def test_somebody_else_was_faster(sign_in, lin, order):
    Order.objects.update(version=order.version + 1)
    said = {**header(version=order.version, note="Mine"), **rows(*as_stored(order), stored=4)}
    answer = press(sign_in(lin), "sales:order_edit", order, **said)
    assert answer.status_code == 409
    assert 'name="lines-3-line"' in answer.content.decode()
