"""Somebody else's record is not there."""

from __future__ import annotations

import pytest

from accounts.models import Customer


@pytest.fixture
def theirs(omar, south):
    return Customer.objects.create(name="Secret Ltd", owner=omar, team=south)


@pytest.mark.parametrize("place", ["", "edit/", "assign/"])
def test_foreign_is_404(sign_in, lin, theirs, place):
    assert sign_in(lin).get(f"/customers/{theirs.pk}/{place}").status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_missing_is_404(sign_in, lin, pk):
    assert sign_in(lin).get(f"/customers/{pk}/").status_code == 404


def test_a_colleague_s_customer_is_shown_but_not_edited(sign_in, lin, sam, north):
    customer = Customer.objects.create(name="Sam's", owner=sam, team=north)
    client = sign_in(lin)
    assert client.get(f"/customers/{customer.pk}/").status_code == 200
    assert client.get(f"/customers/{customer.pk}/edit/").status_code == 404


def test_lists_and_lookups_leave_it_out(sign_in, lin, theirs):
    client = sign_in(lin)
    for path in ("/customers/", "/customers/?search=secret", "/customers/pick/?q=secret"):
        assert "Secret" not in client.get(path).content.decode().replace('value="secret"', "")


def test_it_cannot_be_written_into_a_form(sign_in, lin, theirs):
    answer = sign_in(lin).post("/contacts/new/", {"customer": theirs.pk, "name": "Wei"})
    assert answer.status_code == 200
    assert not theirs.contacts.exists()


def test_it_cannot_be_merged_into(sign_in, max_, north, theirs):
    mine = Customer.objects.create(name="Mine", team=north)
    sign_in(max_).post(f"/customers/{mine.pk}/merge/", {"survivor": theirs.pk})
    mine.refresh_from_db()
    assert mine.merged_into is None
