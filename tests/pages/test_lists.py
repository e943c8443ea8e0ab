"""Lists: few statements, pages by cursor, no count."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Contact, Customer, Interaction


def fill(owner, team, count=120):
    Customer.objects.bulk_create(Customer(name=f"Firm {n:03}", owner=owner, team=team) for n in range(count))
    customers = list(Customer.objects.all())
    Contact.objects.bulk_create(Contact(customer=customer, name=f"Wei {customer.pk}") for customer in customers)
    Interaction.objects.bulk_create(
        Interaction(customer=customer, owner=owner, team=team, subject="Hello") for customer in customers
    )


EVERYBODYS = ["/customers/", "/contacts/", "/interactions/", "/users/"]


@pytest.mark.parametrize(
    ("who", "path"), [(who, path) for who in ("lin", "root") for path in EVERYBODYS] + [("root", "/audit/")]
)
def test_statement_budget(sign_in, lin, root, north, who, path):
    fill(lin, north)
    client = sign_in({"lin": lin, "root": root}[who])
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    assert len(seen) <= 8, [query["sql"][:200] for query in seen]
    assert not [query for query in seen if "COUNT(" in query["sql"].upper()]


def names(answer):
    return re.findall(r">(Firm \d+)</a>", answer.content.decode())


def follow(client, answer, rel):
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return client.get(found[1].replace("&amp;", "&")) if found else None


def test_next_pages_show_every_row_once(sign_in, lin, north):
    fill(lin, north)
    client = sign_in(lin)
    answer, seen = client.get("/customers/?sort=name"), []
    while answer is not None:
        seen += names(answer)
        answer = follow(client, answer, "next")
    assert seen == [f"Firm {n:03}" for n in range(120)]


def test_back_again(sign_in, lin, north):
    fill(lin, north)
    client = sign_in(lin)
    first = client.get("/customers/?sort=-name")
    second = follow(client, first, "next")
    assert names(follow(client, second, "prev")) == names(first)


def test_a_column_with_gaps_sorts_without_losing_rows(sign_in, lin, north):
    fill(lin, north)
    Customer.objects.filter(name__lt="Firm 060").update(since="2025-01-01")
    client = sign_in(lin)
    for sort in ("since", "-since"):
        answer, seen = client.get(f"/customers/?sort={sort}"), []
        while answer is not None:
            seen += names(answer)
            answer = follow(client, answer, "next")
        assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "cursor=%00", "sort=password", "sort=owner__password", "search=%00", "status=nonsense", "owner=abc"],
)
def test_nonsense_answers_with_a_page(sign_in, lin, north, query):
    fill(lin, north, 3)
    assert sign_in(lin).get(f"/customers/?{query}").status_code == 200


def test_search(sign_in, lin, north):
    fill(lin, north, 20)
    assert names(sign_in(lin).get("/customers/?search=FIRM 007")) == ["Firm 007"]
