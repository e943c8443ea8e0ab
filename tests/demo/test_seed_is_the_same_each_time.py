"""The same seed and day give the same company."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count, Max, Sum

from accounts.models import Customer
from analytics.demo import company
from sales.models import Deal, Order
from service.models import Call, Ticket
from tests.demo.conftest import TODAY, quiet


def fingerprint(seed: int, today: dt.date = TODAY) -> list:
    """What a company looks like; nothing stays."""
    with transaction.atomic():
        company.build(seed, 80, today, quiet)
        found = [
            sorted(Customer.objects.values_list("name", "owner__username", "status")),
            Order.objects.aggregate(Count("pk"), Sum("net_home"), Max("ordered_at")),
            Deal.objects.aggregate(Count("pk"), Sum("amount_home"), Max("closed_at")),
            Call.objects.aggregate(Count("pk"), Sum("wait_seconds"), Sum("talk_seconds")),
            Ticket.objects.aggregate(Count("pk"), Sum("resolution_open_seconds")),
        ]
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_same_seed_same_company() -> None:
    assert fingerprint(7) == fingerprint(7)


@pytest.mark.django_db
def test_another_seed_another_company() -> None:
    assert fingerprint(7)[1] != fingerprint(8)[1]


@pytest.mark.django_db
def test_leap_day_is_a_day_like_others() -> None:
    orders = fingerprint(7, dt.date(2028, 2, 29))[1]
    assert orders["net_home__sum"] > Decimal(0)
