"""Whose success a deal is: shares that always make the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from crm_project.errors import ActionRefused
from sales.actions import split_credit
from sales.models import DealCredit, DealShare


def shares(deal):
    return {str(row.user.username): row.share for row in DealShare.objects.filter(deal=deal).select_related("user")}


def test_a_deal_is_its_owner_s_alone(deal):
    assert shares(deal) == {"lin": Decimal(1)}


def test_credit_is_split(deal, lin, sam):
    split_credit(deal, {lin: Decimal("0.7"), sam: Decimal("0.3")}, by=lin)
    assert shares(deal) == {"lin": Decimal("0.7"), "sam": Decimal("0.3")}


def test_taken_back_it_is_the_owner_s_again(deal, lin, sam):
    split_credit(deal, {sam: Decimal(1)}, by=lin)
    split_credit(deal, {}, by=lin)
    assert shares(deal) == {"lin": Decimal(1)}


def test_shares_that_do_not_add_up_are_refused(deal, lin, sam):
    with pytest.raises(ActionRefused, match="add up to 90 %"):
        split_credit(deal, {lin: Decimal("0.6"), sam: Decimal("0.3")}, by=lin)


def test_the_database_refuses_half_a_deal(deal, lin):
    with pytest.raises(IntegrityError, match="add up to"), transaction.atomic():
        DealCredit.objects.create(deal=deal, user=lin, share="0.5")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_page_splits(sign_in, max_, deal, lin, sam):
    body = {
        "shares-TOTAL_FORMS": 2, "shares-INITIAL_FORMS": 0, "version": deal.version,
        "shares-0-user": lin.pk, "shares-0-share": "60", "shares-1-user": sam.pk, "shares-1-share": "40",
    }  # fmt: skip
    answer = sign_in(max_).post(f"/deals/{deal.pk}/split/", body)
    assert answer.status_code == 302
    assert shares(deal) == {"lin": Decimal("0.6"), "sam": Decimal("0.4")}
