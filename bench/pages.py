"""Pages and API in this process through Django's test client, beside bare views over the same rows."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from accounts.actions.tokens import issue_token
from accounts.importing import company_of
from accounts.models import Customer, User
from analytics.importing import kind_named
from analytics.models import Snapshot
from bench.clock import Result, compare
from crm_project.importing.mapping import parse_mapping
from crm_project.importing.run import run_import

IMPORTED = 10_000
MAPPING = """
source = "bench"
[columns]
external_id = "number"
name = "name"
email = "email"
phone = "phone"
"""
Ask = Callable[[], HttpResponse]


class Undone(Exception):
    """Leaves a transaction that is not to last."""


def pages(n: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.get(username="user60")
    client = Client()
    client.force_login(user)
    assert Snapshot.objects.exists(), "the dashboards had nothing to show"
    boss = Client()
    boss.force_login(User.objects.get(username="user59"))
    middle = Customer.objects.order_by("-pk").values_list("pk", flat=True)[Customer.objects.count() // 2]
    listed, deals = reverse("accounts:customer_list"), reverse("sales:deal_list")
    token = {"HTTP_AUTHORIZATION": f"Token {issue_token(user, name='bench', days=1, by=user)[1]}"}
    deep = cursor_after(client, reverse("accounts:customer_list"), 40)
    floor = f"/customers/?after={middle}"
    timed("dashboard of the executive", getting(boss, "/"), bare_getting("/"), n, "at most 12 statements")
    timed(
        "customer list",
        getting(client, listed),
        bare_getting("/customers/"),
        n,
        "at most 12 statements, ratio at most 3",
    )
    timed("customer list, page 40", getting(client, deep), bare_getting(floor), n, "as the first page")
    timed("deal list", getting(client, deals), None, n, "at most 12 statements, 41 ms")
    page = reverse("accounts:customer_detail", kwargs={"pk": middle})
    timed(
        "customer page",
        getting(client, page),
        bare_getting(f"/customers/{middle}/"),
        n,
        "at most 12 statements, ratio at most 3",
    )
    for size in (10, 50, 100):
        api = f"{reverse('api-customer-list')}?limit={size}"
        timed(
            f"API list of {size} customers",
            getting(client, api, **token),
            None,
            n,
            "the same statements for any number",
        )
    timed("search, rare", getting(client, f"{listed}?search=customer{middle}"), None, n, "15 ms")
    timed("search, common", getting(client, f"{listed}?search=harbour"), None, n, "80 ms")
    numbers = count()
    timed("create a customer by the API", creating(client, token, numbers), None, n, "12 ms")
    importing()


def timed(name: str, ours: Ask, floor: Ask | None, n: int, aim: str) -> Result | None:
    """Time a page that answers; say so of one that does not."""
    response = ours()
    if response.status_code not in (200, 201):
        print(f"{name}: answers {response.status_code}: {response.content[:200]!r}", flush=True)
        return None
    return compare(name, ours, floor, n, beside="bare view", aim=aim)


def cursor_after(client: Client, url: str, pages_on: int) -> str:
    """The address of a later page of a list, reached by its own links."""
    found = url
    for _ in range(pages_on):
        text = client.get(found).content.decode()
        at = text.find("cursor=")
        while at > 0 and "prev" in text[max(0, at - 200) : at].rsplit("<a", 1)[-1]:
            at = text.find("cursor=", at + 1)
        if at < 0:
            break
        found = f"{url}?cursor={text[at + 7 :].split(chr(34), 1)[0].split('&', 1)[0]}"
    return found


def getting(client: Client, url: str, **more: str) -> Ask:
    return lambda: client.get(url, **more)


def bare_getting(url: str) -> Ask:
    """The bare view of an address, without middleware. Not by another ROOT_URLCONF: changing that empties the caches
    of addresses, which the page measured next would have to fill again."""

    def ask() -> HttpResponse:
        request = RequestFactory().get(url)
        found = get_resolver("bench.floor").resolve(request.path_info)
        response = found.func(request, *found.args, **found.kwargs)
        assert response.status_code == 200
        return response

    return ask


def creating(client: Client, token: dict[str, str], numbers: count) -> Ask:
    def ask() -> HttpResponse:
        data = {
            "name": f"New customer {next(numbers)}",
            "kind": "company",
            "email": f"new{time.time_ns()}@customer.example",
        }
        return client.post(reverse("api-customer-list"), json.dumps(data), content_type="application/json", **token)

    return ask


def importing() -> None:
    """Ten thousand customers from a file, checked and looked up; nothing of it stays."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "customers.csv"
        rows = (f"I{n},Imported {n},imported{n}@customer.example,+86 20 {n:08}" for n in range(IMPORTED))
        file.write_text("number,name,email,phone\n" + "\n".join(rows) + "\n")
        mapping = parse_mapping(MAPPING, kind_named("customers"))
        started = time.perf_counter()
        try:
            with transaction.atomic():
                report = run_import(mapping, file, company_of(None))
                took = time.perf_counter() - started
                raise Undone
        except Undone:
            pass
    print(
        f"import of {IMPORTED:,} customers: {took:.2f} s, {report.created / took:,.0f} rows a second   [aim: 4,000 rows a second]",
        flush=True,
    )
    name = f"import of {IMPORTED:,} customers"
    Result.kept[name] = Result(name, took * 1000, 1, 0)
