"""One line of an order, from what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.rates import to_home, to_money
from crm_project.errors import ActionRefused
from sales.models import Order, OrderLine, Product

NOTHING = Decimal(0)


def line_of(order: Order, said: Mapping[str, Any]) -> OrderLine:
    """An unsaved line: amount = quantity × unit price − discount, turned into home currency once.

    Price and unit cost default to the product's of today (home currency), kind and category to the product's.
    """
    product: Product | None = said.get("product")
    quantity = _number(said, "quantity", Decimal(1))
    unit_price = _number(said, "unit_price", _list_price(product, order))
    discount = _number(said, "discount", NOTHING)
    amount = to_money(quantity * unit_price - discount)
    _require_sense(quantity, unit_price, discount, amount)
    if said.get("amount") is not None and said["amount"] != amount:
        _refuse(_("The amount of a line is quantity × unit price − discount, here %s.") % amount)
    return OrderLine(
        order=order,
        product=product,
        kind=said.get("kind") or (product.kind if product else Product.Kind.PRODUCT),
        category=said.get("category") or (product.category if product else None),
        quantity=quantity,
        unit_price=unit_price,
        discount=discount,
        amount=amount,
        amount_home=to_home(amount, order.rate),
        cost_home=to_money(_number(said, "cost_home", _usual_cost(product, quantity))),
    )


def _number(said: Mapping[str, Any], name: str, default: Decimal) -> Decimal:
    value = said.get(name)
    return default if value is None else Decimal(value)


def _list_price(product: Product | None, order: Order) -> Decimal:
    return to_money(product.price / order.rate) if product else NOTHING


def _usual_cost(product: Product | None, quantity: Decimal) -> Decimal:
    return product.cost * quantity if product and product.cost is not None else NOTHING


def _require_sense(quantity: Decimal, unit_price: Decimal, discount: Decimal, amount: Decimal) -> None:
    if quantity <= 0:
        _refuse(_("A quantity is more than nothing. What comes back is a refund."))
    if unit_price < 0 or discount < 0:
        _refuse(_("Price and discount cannot be negative."))
    if amount < 0:
        _refuse(_("The discount is more than the price."))


def _refuse(sentence: str) -> None:
    raise ActionRefused(sentence, field="lines")
