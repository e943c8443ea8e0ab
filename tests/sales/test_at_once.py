"""Two people do the same thing in the same moment: it happens once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from accounts.actions import create_customer, merge_customers
from accounts.models import Customer, User
from crm_project.errors import ActionRefused
from sales.actions import convert_lead, create_deal, create_lead, place_order, refund_order, win_deal
from sales.models import Deal, Lead, Refund, Stage

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each act on a connection of its own, all started together; "done" or "refused" for each."""
    start, said = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            act()
            said.append("done")
        except ActionRefused:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(said)


@pytest.fixture
def huawei(lin: User) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin), lin)


@pytest.fixture
def stages() -> None:
    Stage.objects.create(name="new", outcome="open")
    Stage.objects.create(name="won", outcome="won", position=1)


def test_winning(huawei: Customer, stages: None, lin: User) -> None:
    deal = create_deal(Deal(name="Renewal", customer=huawei), lin)
    assert at_once(*[lambda: win_deal(deal, by=lin)] * 4) == ["done", "refused", "refused", "refused"]
    assert deal.changes.filter(outcome="won").count() == 1


def test_refunding(huawei: Customer, lin: User) -> None:
    order = place_order(huawei, [{"unit_price": Decimal(100)}], by=lin)
    told = at_once(*[lambda: refund_order(order, by=lin, amount=Decimal(60))] * 4)
    assert told == ["done", "refused", "refused", "refused"]
    assert Refund.objects.aggregate(total=Sum("amount"))["total"] == 60


def test_converting(stages: None, lin: User) -> None:
    lead = create_lead(Lead(name="Wang Wei"), lin)
    assert at_once(*[lambda: convert_lead(lead, by=lin)] * 4) == ["done", "refused", "refused", "refused"]
    assert (Deal.objects.count(), Customer.objects.count()) == (1, 1)


def test_merging_each_into_the_other(huawei: Customer, lin: User, root: User) -> None:
    twin = create_customer(Customer(name="HuaWei", owner=lin), lin)
    told = at_once(lambda: merge_customers(huawei, twin, by=root), lambda: merge_customers(twin, huawei, by=root))
    assert told == ["done", "refused"]
    assert Customer.objects.living().count() == 1
