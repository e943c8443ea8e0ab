"""D05: numbers are made in turn, whoever asks at the same moment."""

from __future__ import annotations

from accounts.actions import create_customer
from accounts.models import Customer
from service.actions import open_ticket
from service.models import Ticket


def test_no_number_is_given_twice(at_once, organisation, lin, root):
    huawei = create_customer(Customer(name="Huawei", owner=lin), lin)
    at_once(*[lambda: open_ticket(by=root, subject="Down", customer=huawei)] * 8)
    assert len(set(Ticket.objects.values_list("number", flat=True))) == 8
