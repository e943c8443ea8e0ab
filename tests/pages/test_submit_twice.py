"""A form that is sent twice writes once."""

from __future__ import annotations

from accounts.models import Customer

TYPED = {"name": "Huawei", "kind": "company", "status": "prospect", "once": "abc123"}


def test_one_row(sign_in, lin):
    client = sign_in(lin)
    for _ in range(3):
        client.post("/customers/new/", TYPED)
    assert Customer.objects.count() == 1


def test_both_lead_to_the_record(sign_in, lin):
    client = sign_in(lin)
    first, second = (client.post("/customers/new/", TYPED) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"/customers/{Customer.objects.get().pk}/"


def test_a_refused_one_can_be_sent_again(sign_in, lin):
    client = sign_in(lin)
    client.post("/customers/new/", {**TYPED, "name": ""})
    client.post("/customers/new/", TYPED)
    assert Customer.objects.count() == 1


def test_who_may_only_add_own_customers_owns_it(sign_in, lin):
    sign_in(lin).post("/customers/new/", TYPED)
    assert Customer.objects.get().owner == lin
