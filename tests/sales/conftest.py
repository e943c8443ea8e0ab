"""What the sales tests sell, and the steps they sell it in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.actions import create_customer
from accounts.models import Customer, ExchangeRate, Organisation, Segment, User
from sales.actions import create_deal, place_order
from sales.models import Deal, LossReason, Order, Product, ProductCategory, Stage

NOW = dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC)


@pytest.fixture
def now(time_machine: Any) -> Any:
    """Friday, 10 May 2024, noon in Shanghai; ``now.shift(...)`` moves on."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def stages(db: Any) -> dict[str, Stage]:
    told = [("new", "open", "0.1"), ("offer", "open", "0.5"), ("won", "won", "1"), ("lost", "lost", "0")]
    return {
        name: Stage.objects.create(name=name, outcome=outcome, probability=Decimal(chance), position=number)
        for number, (name, outcome, chance) in enumerate(told)
    }


@pytest.fixture
def too_dear(db: Any) -> LossReason:
    return LossReason.objects.create(name="Too dear")


@pytest.fixture
def rates(organisation: Organisation) -> None:
    for currency, day, rate in (("USD", 1, "7.10"), ("USD", 10, "7.25"), ("EUR", 1, "7.80")):
        ExchangeRate.objects.create(currency=currency, day=dt.date(2024, 5, day), rate=Decimal(rate))


@pytest.fixture
def huawei(lin: User, now: Any) -> Customer:
    segment = Segment.objects.create(name="Telecom")
    since = dt.date(2024, 1, 1)
    return create_customer(Customer(name="Huawei", owner=lin, segment=segment, since=since), lin)


@pytest.fixture
def deal(huawei: Customer, stages: dict[str, Stage], lin: User) -> Deal:
    return create_deal(Deal(name="Renewal", customer=huawei, amount=Decimal(1000)), lin)


@pytest.fixture
def chair(db: Any) -> Product:
    category = ProductCategory.objects.create(name="Furniture")
    return Product.objects.create(sku="CH-1", name="Chair", category=category, price=Decimal(100), cost=Decimal(60))


@pytest.fixture
def order(huawei: Customer, chair: Product, lin: User) -> Order:
    """Three lines of 10, 20 and 70: 100 in all, and 8 for shipping."""
    lines = [{"product": chair, "unit_price": Decimal(price)} for price in (10, 20, 70)]
    return place_order(huawei, [*lines, {"kind": "shipping", "unit_price": Decimal(8)}], by=lin)
