"""Every page of sales answers, and takes few statements however many rows there are."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions import create_customer
from accounts.models import Customer
from sales.actions import (
    create_contract,
    create_deal,
    create_lead,
    file_document,
    place_order,
    record_departure,
    record_payment,
    refund_order,
)
from sales.models import (
    ChurnReason,
    Competitor,
    Contract,
    ContractDocument,
    Deal,
    Departure,
    Lead,
    LossReason,
    Milestone,
    Product,
    ProductCategory,
)

from .pages import statements

FIRST = dt.date(2024, 5, 1)

NAMES = [
    "productcategory", "product", "stage", "lossreason", "lead", "deal", "order", "refund", "payment",
    "competitor", "churnreason", "milestone", "contract", "contractdocument", "departure",
]  # fmt: skip


@pytest.fixture
def records(lin, deal, order, chair, stages, too_dear):
    return {
        "productcategory": chair.category,
        "product": chair,
        "stage": stages["new"],
        "lossreason": too_dear,
        "lead": create_lead(Lead(name="Wei"), lin),
        "deal": deal,
        "order": order,
        "refund": refund_order(order, by=lin, amount=Decimal(5)),
        "payment": record_payment(order, Decimal(50), by=lin),
        "competitor": Competitor.objects.create(name="Acme"),
        "churnreason": ChurnReason.objects.create(name="Price"),
        "milestone": Milestone.objects.create(name="Met", step="0.1"),
        "contract": contract(deal.customer, lin),
        "contractdocument": file_document(ContractDocument(name="Paper", customer=deal.customer, filed_on=FIRST), lin),
        "departure": record_departure(Departure(customer=deal.customer, left_on=FIRST), lin),
    }


def contract(customer, lin):
    return create_contract(Contract(customer=customer, starts_on=FIRST, ends_on=FIRST), lin)


def many(lin, chair):
    for number in range(12):
        customer = create_customer(Customer(name=f"Customer {number}", owner=lin), lin)
        create_lead(Lead(name=f"Lead {number}", customer=customer), lin)
        create_deal(Deal(name=f"Deal {number}", customer=customer, category=chair.category), lin)
        order = place_order(customer, [{"product": chair}], by=lin)
        refund_order(order, by=lin, amount=Decimal(1))
        record_payment(order, Decimal(2), by=lin)
        ProductCategory.objects.create(name=f"Category {number}", parent=chair.category, top=chair.category)
        Product.objects.create(sku=f"P-{number}", name=f"Product {number}", category=chair.category)
        LossReason.objects.create(name=f"Reason {number}")
        contract(customer, lin)
        file_document(ContractDocument(name=f"Paper {number}", customer=customer, filed_on=FIRST), lin)
        record_departure(Departure(customer=customer, left_on=FIRST), lin)
        for model in (Competitor, ChurnReason, Milestone):
            model.objects.create(name=f"Name {number}")


@pytest.mark.parametrize("name", NAMES)
def test_list_takes_at_most_8_statements(sign_in, lin, records, chair, name):
    client, url = sign_in(lin), reverse(f"sales:{name}_list")
    before = statements(lambda: client.get(url))
    many(lin, chair)
    assert statements(lambda: client.get(url)) == before <= 8


@pytest.mark.parametrize("name", NAMES)
def test_detail_takes_at_most_12_statements(sign_in, root, records, name):
    client, url = sign_in(root), reverse(f"sales:{name}_detail", args=[records[name].pk])
    assert statements(lambda: client.get(url)) <= 12


@pytest.mark.parametrize("name", NAMES)
def test_forms_open(sign_in, root, records, name):
    client = sign_in(root)
    assert client.get(reverse(f"sales:{name}_create")).status_code == 200
    assert client.get(reverse(f"sales:{name}_edit", args=[records[name].pk])).status_code == 200


@pytest.mark.parametrize("name", ["lead", "deal", "order", "product"])
def test_lookups_answer(sign_in, root, records, name):
    found = sign_in(root).get(reverse(f"sales:{name}_pick"), {"q": ""}).json()["results"]
    assert [row["id"] for row in found] == [records[name].pk]


def test_a_lookup_of_products_tells_the_price(sign_in, lin, records, chair):
    found = sign_in(lin).get("/products/pick/", {"q": "chair"}).json()["results"]
    assert found == [{"id": chair.pk, "label": "Chair", "price": "100", "currency": "CNY"}]


def test_the_customer_shows_deals_and_orders(sign_in, lin, records, deal, order):
    page = sign_in(lin).get(f"/customers/{deal.customer_id}/").content.decode()
    assert f"/deals/{deal.pk}/" in page
    assert f"/orders/{order.pk}/" in page


@pytest.mark.parametrize("name", ["deal", "order", "lead"])
def test_a_foreign_record_is_not_there(sign_in, omar, records, name):
    assert sign_in(omar).get(reverse(f"sales:{name}_detail", args=[records[name].pk])).status_code == 404


def test_who_may_not_read_money_sees_no_price(sign_in, mia, order):
    page = sign_in(mia).get(f"/orders/{order.pk}/").content.decode()
    assert "Chair" in page
    assert "70.00" not in page
