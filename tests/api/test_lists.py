"""Lists: pages by cursor, ordering, filters, and few statements whatever the number of rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer
from tests.api.conftest import send
from tests.api.endpoints import ENDPOINTS, Endpoint

BUDGET = 8


def walk(client, path: str, way: str = "next") -> list[int]:
    found: list[int] = []
    while path:
        page = client.get(path).json()
        found += [row["id"] for row in page["results"]]
        path = page[way]
    return found


@pytest.fixture
def many(people, rows) -> list[int]:
    """Thirty customers in three cities, ten of them without a segment."""
    mine = {"owner": people.lin, "team": people.teams.north}
    Customer.objects.bulk_create(
        Customer(name=f"C{n}", city=f"City {n % 3}", segment=rows.segment if n % 3 else None, **mine) for n in range(29)
    )
    return sorted(Customer.objects.filter(owner=people.lin).values_list("pk", flat=True))


@pytest.mark.parametrize("ordering", ["", "city", "-city", "segment", "-segment", "segment,-name", "-since,name"])
def test_pages_show_every_row_once(ordering: str, api, many) -> None:
    assert sorted(walk(api("lin"), f"/api/v1/customers/?limit=7&ordering={ordering}")) == many


@pytest.mark.parametrize("ordering", ["city", "-segment"])
def test_pages_lead_back(ordering: str, api, many) -> None:
    client, path = api("lin"), f"/api/v1/customers/?limit=7&ordering={ordering}"
    there = walk(client, path)
    pages = [client.get(path).json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
    back, page = [row["id"] for row in pages[-1]["results"]], pages[-1]
    while page["previous"]:
        page = client.get(page["previous"]).json()
        back = [row["id"] for row in page["results"]] + back
    assert back == there


def test_ordering_orders(api, many) -> None:
    listed = send(api("lin"), "get", "customers/?ordering=-name&limit=3").json()["results"]
    assert [row["name"] for row in listed] == ["Huawei", "C9", "C8"]


@pytest.mark.parametrize("query", ["ordering=nonsense", "ordering=owner__password", "ordering=search_rank"])
def test_unknown_ordering_is_400(query: str, api, rows) -> None:
    assert send(api("lin"), "get", f"customers/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["nonsense=1", "owner__password=x", "id__gt=3", "status=nonsense", "owner=x"])
def test_unknown_filter_is_400(query: str, api, rows) -> None:
    assert send(api("lin"), "get", f"customers/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=WzBd", "cursor=%00"])
def test_bad_page_is_400(query: str, api, rows) -> None:
    assert send(api("lin"), "get", f"customers/?{query}").status_code == 400


def test_search_finds_part_of_a_name_in_any_case(api, many) -> None:
    listed = send(api("lin"), "get", "customers/?search=HUA").json()["results"]
    assert [row["name"] for row in listed] == ["Huawei"]


def test_days_include_the_last_one(api, rows) -> None:
    listed = send(api("lin"), "get", "orders/?ordered_at_after=2025-06-02&ordered_at_before=2025-06-02").json()
    assert [row["number"] for row in listed["results"]] == ["O1"]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_list_keeps_to_the_statement_budget(endpoint: Endpoint, api, rows, many) -> None:
    client = api(endpoint.allowed)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        answer = send(client, "get", f"{endpoint.path}/")
    assert answer.status_code == 200
    assert len(statements) <= BUDGET, [one["sql"] for one in statements]
    assert not [one["sql"] for one in statements if "COUNT(" in one["sql"]]
