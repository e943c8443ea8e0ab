"""One line logs a call, and the answer shows what it did to the own numbers."""

from __future__ import annotations

import pytest

from accounts.actions import create_customer
from accounts.models import Customer, Interaction
from analytics.fill import fill

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def huawei(lin, root):
    return create_customer(Customer(name="Huawei", owner=lin), by=root)


def calls_today(answer) -> int:
    return next(tile.value for tile in answer.context["numbers"] if str(tile.label) == "Sales calls today")


def test_it_works(sign_in, lin, huawei):
    fill()
    client = sign_in(lin)
    for count in (1, 2):
        answer = client.post("/quick-log/", {"line": "call Huawei 12m discussed renewal"}, **HTMX)
        assert calls_today(answer) == count
    assert "data-logged" in answer.content.decode()


def test_twice_sent_once_logged(sign_in, lin, huawei):
    for _again in range(2):
        sign_in(lin).post("/quick-log/", {"line": "call Huawei 12m renewal", "once": "abc"}, **HTMX)
    assert Interaction.objects.count() == 1


def test_an_unclear_customer_keeps_the_line_and_offers_those_it_may_be(sign_in, lin, root):
    for name in ("Acme North", "Acme South"):
        create_customer(Customer(name=name, owner=lin), by=root)
    answer = sign_in(lin).post("/quick-log/", {"line": "call Acme 5m hello"}, **HTMX)
    content = answer.content.decode()
    assert 'value="call Acme 5m hello"' in content
    assert "Acme North" in content
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("line", ["", "x" * 500, "\x00", "dance with Huawei"])
def test_nonsense_is_a_sentence(sign_in, lin, huawei, line):
    answer = sign_in(lin).post("/quick-log/", {"line": line})
    assert answer.status_code == 400
    assert answer.context["problem"]


def test_who_may_not_log(sign_in, eva):
    assert sign_in(eva).post("/quick-log/", {"line": "call Huawei"}).status_code == 403
