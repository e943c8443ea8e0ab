"""Contracts are renewed and terminated; papers get lost and turn up; customers leave and come back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Customer
from crm_project.errors import ActionRefused
from sales.actions import (
    create_contract,
    file_document,
    note_lapsed,
    place_order,
    record_departure,
    renew_contract,
    report_found,
    report_lost,
    terminate_contract,
)
from sales.models import Contract, ContractDocument, Departure

MAY = dt.date(2024, 5, 10)


@pytest.fixture
def contract(huawei, lin):
    said = {"starts_on": dt.date(2023, 6, 1), "ends_on": dt.date(2024, 5, 31), "annual_value": Decimal(900)}
    return create_contract(Contract(customer=huawei, **said), lin)


def test_a_renewal_is_the_contract_of_the_next_term(contract, lin):
    follow = renew_contract(contract, by=lin, ends_on=dt.date(2025, 5, 31))
    contract.refresh_from_db()
    assert (contract.renewed_by, contract.renewed_on, follow.starts_on) == (follow, MAY, dt.date(2024, 6, 1))


def test_once_only(contract, lin):
    renew_contract(contract, by=lin, ends_on=dt.date(2025, 5, 31))
    with pytest.raises(ActionRefused, match="continued already"):
        renew_contract(contract, by=lin, ends_on=dt.date(2025, 5, 31))


def test_a_terminated_contract_is_not_renewed(contract, lin):
    terminate_contract(contract, by=lin)
    with pytest.raises(ActionRefused, match="not in force"):
        renew_contract(contract, by=lin, ends_on=dt.date(2025, 5, 31))


def test_the_list_of_what_ends_soon(sign_in, lin, contract):
    page = sign_in(lin).get("/contracts/to-renew/").content.decode()
    assert contract.number in page


def test_a_renewed_one_is_not_on_it(sign_in, lin, contract):
    renew_contract(contract, by=lin, ends_on=dt.date(2026, 5, 31))
    assert contract.number not in sign_in(lin).get("/contracts/to-renew/").content.decode()


def test_a_lost_paper_turns_up(lin, contract):
    paper = file_document(ContractDocument(name="K1", contract=contract, filed_on=dt.date(2024, 1, 2)), lin)
    assert report_lost(paper, by=lin).is_missing
    assert not report_found(paper, by=lin).is_missing


def test_what_is_not_lost_is_not_found(lin, contract):
    paper = file_document(ContractDocument(name="K1", contract=contract, filed_on=dt.date(2024, 1, 2)), lin)
    with pytest.raises(ActionRefused, match="not reported lost"):
        report_found(paper, by=lin)


@pytest.fixture
def silent(huawei, chair, lin, now):
    """Ordered 200 days ago, and never since; after 180 days a customer is inactive."""
    place_order(huawei, [{"product": chair}], by=lin, ordered_at=dt.datetime(2023, 10, 23, 4, tzinfo=dt.UTC))
    return huawei


def test_silence_is_noted_once_on_the_day_it_was_complete(silent):
    assert (note_lapsed(), note_lapsed()) == (1, 0)
    assert Departure.objects.get().left_on == dt.date(2024, 4, 20)


def test_who_orders_again_is_back(silent, chair, lin):
    note_lapsed()
    place_order(silent, [{"product": chair}], by=lin)
    note_lapsed()
    assert Departure.objects.get().returned_on == MAY


def test_who_has_just_ordered_is_not_noted(order):
    assert note_lapsed() == 0


def test_nobody_leaves_in_the_future(huawei, lin):
    with pytest.raises(ActionRefused, match="still to come"):
        record_departure(Departure(customer=huawei, left_on=dt.date(2024, 5, 11)), lin)


def test_a_foreign_contract_is_not_there(sign_in, omar, contract):
    Customer.objects.update(owner=None, team=None)
    assert sign_in(omar).get(f"/contracts/{contract.pk}/").status_code == 404
