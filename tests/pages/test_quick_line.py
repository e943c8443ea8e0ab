"""A touch in one line, from any page."""

from __future__ import annotations

import pytest

from accounts.models import Customer, Interaction


@pytest.fixture
def customer(lin, north):
    return Customer.objects.create(name="Huawei", owner=lin, team=north)


def log(client, line, **more):
    return client.post("/interactions/quick/", {"line": line, "next": "/customers/", **more})


def test_it_works(sign_in, lin, customer):
    answer = log(sign_in(lin), "call Huawei 12m discussed renewal")
    assert answer.headers["Location"] == "/customers/"
    assert Interaction.objects.get().duration_seconds == 720


def test_an_unknown_customer_comes_back_with_the_line(sign_in, lin, customer):
    answer = log(sign_in(lin), "call Nobody 5m")
    assert answer.status_code == 400
    assert "call Nobody 5m" in answer.content.decode()


def test_several_customers_are_offered(sign_in, lin, north, customer):
    Customer.objects.create(name="Huawei Cloud", owner=lin, team=north)
    shown = log(sign_in(lin), "call Huaw").content.decode()
    assert f"customer={customer.pk}" in shown


def test_sent_twice_it_is_one(sign_in, lin, customer):
    client = sign_in(lin)
    for _ in range(2):
        log(client, "call Huawei 12m", once="abc")
    assert Interaction.objects.count() == 1


def test_who_may_only_look_may_not_log(sign_in, eva, customer):
    assert log(sign_in(eva), "call Huawei").status_code == 403
