"""Whoever edits a deal of a customer they may not see leaves the customer as it is."""

from __future__ import annotations

from accounts.models import Customer
from sales.models import Deal


def test_it_stays(sign_in, stages, lin, omar, south, north):
    theirs = Customer.objects.create(name="Secret Ltd", owner=omar, team=south)
    deal = Deal.objects.create(
        name="Handed over", customer=theirs, owner=lin, team=north, stage=next(iter(stages.values())), currency="CNY"
    )
    client = sign_in(lin)
    assert "Secret" not in client.get(f"/deals/{deal.pk}/edit/").content.decode()
    typed = {"name": "Renamed", "customer": "", "currency": "CNY", "amount": "5", "version": deal.version}
    client.post(f"/deals/{deal.pk}/edit/", typed)
    deal.refresh_from_db()
    assert (deal.name, deal.customer) == ("Renamed", theirs)
