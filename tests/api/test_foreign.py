"""What one may not see is as if it did not exist, whichever way one asks."""

from __future__ import annotations

import pytest

from tests.api.conftest import send


def test_foreign_detail_is_404(api, rows) -> None:
    assert send(api("lin"), "get", f"customers/{rows.theirs.pk}/").status_code == 404


def test_foreign_answers_like_missing(api, rows) -> None:
    client = api("lin")
    foreign, missing = (send(client, "get", f"customers/{pk}/") for pk in (rows.theirs.pk, 10**9))
    assert foreign.content == missing.content


def test_foreign_edit_is_404(api, rows) -> None:
    answer = send(api("lin"), "patch", f"customers/{rows.theirs.pk}/", {"version": 1, "name": "Mine"})
    assert answer.status_code == 404


def test_foreign_is_not_listed(api, rows) -> None:
    listed = send(api("lin"), "get", "customers/").json()["results"]
    assert sorted(row["name"] for row in listed) == ["Apple", "Huawei"]  # her own; not Secret Ltd


def test_foreign_key_in_body_is_not_found(api, rows) -> None:
    client = api("lin")
    bodies = [{"customer": pk, "name": "Wei"} for pk in (rows.theirs.pk, 10**9)]
    foreign, missing = (send(client, "post", "contacts/", body) for body in bodies)
    assert (foreign.status_code, missing.status_code) == (400, 400)
    assert foreign.json()["customer"][0].replace(str(rows.theirs.pk), "N") == missing.json()["customer"][0].replace(
        str(10**9), "N"
    )


def test_foreign_filter_finds_nothing(api, rows) -> None:
    client = api("lin")
    foreign, missing = (
        send(client, "get", f"contacts/?customer={pk}").json()["results"] for pk in (rows.theirs.pk, 10**9)
    )
    assert foreign == missing == []


def test_teammates_record_may_be_seen_but_not_changed(api, rows) -> None:
    answer = send(api("sam"), "patch", f"customers/{rows.customer.pk}/", {"version": 1, "name": "Mine"})
    assert answer.status_code == 403


def test_rep_cannot_make_a_record_for_another(api, people, rows) -> None:
    answer = send(api("lin"), "post", "customers/", {"name": "ZTE", "owner": people.omar.pk})
    assert (answer.status_code, answer.json()["field"]) == (400, "owner")


def test_rep_owns_what_they_make(api, people, rows) -> None:
    made = send(api("lin"), "post", "customers/", {"name": "ZTE"}).json()
    assert (made["owner"], made["team"]) == (people.lin.pk, people.teams.north.pk)


@pytest.mark.parametrize("field", ["amount", "amount_home"])
def test_marketer_reads_no_money(field: str, api, rows) -> None:
    assert field not in send(api("mia"), "get", f"deals/{rows.deal.pk}/").json()


@pytest.mark.parametrize("query", ["ordering=amount_home", "amount_home_min=1"])
def test_marketer_does_not_learn_money_from_lists(query: str, api, rows) -> None:
    assert send(api("mia"), "get", f"deals/?{query}").status_code == 400


def test_no_margin_in_order_lines_for_a_rep(api, rows) -> None:
    line = send(api("lin"), "get", f"orders/{rows.order.pk}/").json()["lines"][0]
    assert "cost_home" not in line and line["amount"] == "200.0000"
