"""After any history of writes, filling what is dirty gives exactly what building from nothing gives."""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Organisation
from analytics.fill import fill
from analytics.models import Cell, FactFill, Snapshot
from sales.models import Deal, Order, Refund, StageChange
from service.models import Call, Ticket
from tests.analytics.busy import Busy

EXAMPLES = int(os.environ.get("CRM_HISTORIES", "6"))
DAYS = 120


def some(busy: Busy, model: Any) -> Any:
    found = list(model.objects.order_by("pk"))
    return busy.any(found) if found else None


def back_date(busy: Busy) -> None:
    Order.objects.filter(pk=some(busy, Order).pk).update(ordered_at=busy.when())


def cancel(busy: Busy) -> None:
    Order.objects.filter(pk=some(busy, Order).pk).update(status="cancelled")


def restore(busy: Busy) -> None:
    Order.objects.filter(status="cancelled").update(status="completed", cancelled_at=None)


def delete_order(busy: Busy) -> None:
    order = some(busy, Order)
    if not order.refunds.exists():
        order.delete()


def move_owner(busy: Busy) -> None:
    Order.objects.filter(pk=some(busy, Order).pk).update(owner=busy.any(busy.people), team=busy.any(busy.teams))


def raw_amount(busy: Busy) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sales_orderline SET amount_home = amount_home + 1 WHERE id %% 3 = 0", [])


def raw_delete_lines(busy: Busy) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM sales_orderline WHERE id %% 7 = 0 AND id NOT IN (SELECT line_id FROM sales_refundline)", []
        )


def change_customer(busy: Busy) -> None:
    Order.objects.filter(pk=some(busy, Order).pk).update(customer=busy.any([*busy.customers, None]))


def flip_test_customer(busy: Busy) -> None:
    customer = busy.any(busy.customers)
    type(customer).objects.filter(pk=customer.pk).update(is_test=not customer.is_test)


def unmerge(busy: Busy) -> None:
    type(busy.customers[0]).objects.update(merged_into=None, merged_at=None)


def refund(busy: Busy) -> None:
    busy.refund(some(busy, Order))


def delete_refund(busy: Busy) -> None:
    if found := some(busy, Refund):
        found.delete()


def reopen_deal(busy: Busy) -> None:
    if found := some(busy, Deal):
        busy.step(found, busy.when())


def delete_deal(busy: Busy) -> None:
    if found := some(busy, Deal):
        found.delete()


def raw_stage(busy: Busy) -> None:
    StageChange.objects.filter(pk__in=StageChange.objects.values("pk")[:2]).update(amount_home=77)


def reopen_ticket(busy: Busy) -> None:
    if found := some(busy, Ticket):
        Ticket.objects.filter(pk=found.pk).update(status="open", resolved_at=None)


def bulk_calls(busy: Busy) -> None:
    Call.objects.bulk_create([Call(entered_at=busy.when(), outcome="answered", wait_seconds=n) for n in range(5)])


def move_category(busy: Busy) -> None:
    category = busy.any([one for one in busy.categories if one and one.parent_id])
    top = busy.any([one for one in busy.categories if one and not one.parent_id])
    type(category).objects.filter(pk=category.pk).update(parent=top, top=top)


STEPS = [
    Busy.order, Busy.deal, Busy.call, Busy.ticket, Busy.touch, Busy.spend, Busy.member, Busy.lead, Busy.merge, Busy.target,
    back_date, cancel, restore, delete_order, move_owner, raw_amount, raw_delete_lines, change_customer, flip_test_customer,
    unmerge, refund, delete_refund, reopen_deal, delete_deal, raw_stage, reopen_ticket, bulk_calls, move_category,
]  # fmt: skip


def cells() -> set[tuple[Any, ...]]:
    rows = Cell.objects.values_list("fact", "slice", "day", "team", "key", "amounts")
    return {(*row[:-1], tuple(row[-1])) for row in rows if any(row[-1])}


def published() -> set[tuple[Any, ...]]:
    latest = Snapshot.objects.order_by("kpi", "scope", "scope_id", "day", "-revision")
    rows = latest.distinct("kpi", "scope", "scope_id", "day")
    return {
        (row.kpi, row.scope, row.scope_id, row.day, row.numerator, row.denominator, row.value)
        for row in rows
        if row.numerator or row.denominator
    }


class Histories(TestCase):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(seed=st.integers(0, 10**6), steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
    def test_incremental_equals_from_scratch(self, seed: int, steps: list[Any]) -> None:
        Organisation.objects.create(pk=1, name="Busy", home_currency="CNY", time_zone="Asia/Shanghai")
        busy = Busy(Random(seed), days=DAYS).fill_up(14)
        fill()
        for n, step in enumerate(steps):
            step(busy)
            if n % 4 == 3:
                fill()
        fill()
        incremental, figures = cells(), published()
        Snapshot.objects.all().delete()
        fill(from_scratch=True)
        d = incremental ^ cells(); assert not d, {(r[0], r[1]) for r in d}
        FactFill.objects.all().delete()
        fill(from_scratch=True)
        f = figures ^ published(); assert not f, {(r[0], r[1]) for r in f}


pytestmark = [pytest.mark.django_db]
