"""Two people edit the same record."""

from __future__ import annotations

import pytest

from accounts.actions import create_customer
from accounts.models import AuditEntry, Customer


@pytest.fixture
def customer(lin):
    return create_customer(Customer(name="Huawei", owner=lin, city="Shenzhen"), by=lin)


def typed(**changes):
    return {"name": "Huawei", "kind": "company", "status": "prospect", "city": "Shenzhen", "version": 1, **changes}


def path(customer):
    return f"/customers/{customer.pk}/edit/"


def test_it_works(sign_in, lin, customer):
    sign_in(lin).post(path(customer), typed(city="Beijing"))
    assert Customer.objects.get().city == "Beijing"


def test_it_leaves_an_audit_entry(sign_in, lin, customer):
    sign_in(lin).post(path(customer), typed(city="Beijing"))
    assert AuditEntry.objects.latest("id").changes["city"] == ["Shenzhen", "Beijing"]


def test_the_slower_one_gets_409(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    assert client.post(path(customer), typed(city="Wuhan")).status_code == 409


def test_nothing_is_overwritten_and_nothing_typed_is_lost(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    shown = client.post(path(customer), typed(city="Wuhan")).content.decode()
    assert Customer.objects.get().city == "Beijing"
    assert 'value="Wuhan"' in shown and "Beijing" in shown


def test_saving_again_from_the_comparison_works(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    client.post(path(customer), typed(city="Wuhan", version=2))
    assert Customer.objects.get().city == "Wuhan"


@pytest.fixture
def overtaken(sign_in, lin, customer):
    """Lin's second window still holds version 1; the first has moved the customer to Beijing."""
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    return lambda **changes: client.post(path(customer), typed(**changes))


def test_different_fields_merge_without_a_question(overtaken):
    assert overtaken(city="Shenzhen", website="https://huawei.example").status_code == 302
    customer = Customer.objects.get()
    assert (customer.city, customer.website, customer.version) == ("Beijing", "https://huawei.example", 3)


def test_the_comparison_shows_what_it_was_before(overtaken):
    answer = overtaken(city="Wuhan")
    (row,) = answer.context["differences"]
    assert (row["name"], row["before"], row["now"], row["yours"]) == ("city", "Shenzhen", "Beijing", "Wuhan")


@pytest.mark.parametrize(("keep", "city"), [("now", "Beijing"), ("yours", "Wuhan")])
def test_the_person_chooses(overtaken, keep, city):
    overtaken(city="Wuhan")
    overtaken(city="Wuhan", website="https://huawei.example", seen=2, **{"keep-city": keep})
    customer = Customer.objects.get()
    assert (customer.city, customer.website) == (city, "https://huawei.example")


def test_a_choice_made_before_a_third_edit_is_asked_again(overtaken, customer):
    overtaken(city="Xian", version=2)
    assert overtaken(city="Wuhan", seen=2, **{"keep-city": "yours"}).status_code == 409


def test_what_the_other_one_set_and_this_one_left_is_not_taken_back(overtaken):
    overtaken(city="Wuhan", version=2, website="https://huawei.example")
    overtaken(city="Xian", seen=3, **{"keep-city": "yours"})
    assert Customer.objects.get().website == "https://huawei.example"
