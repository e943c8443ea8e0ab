"""Pages in this process through Django's test client, beside bare views over the same rows."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from accounts.models import Customer, User
from analytics.models import Snapshot
from bench.clock import compare

BARE = override_settings(ROOT_URLCONF="bench.floor", MIDDLEWARE=[])


def pages(n: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(username="user59"))
    with BARE:
        bare = Client()
        bare.get("/customers/")  # its middleware chain is made with the first request
    middle = Customer.objects.order_by("-pk").values_list("pk", flat=True)[Customer.objects.count() // 2]
    for name, address, floor, aim in (
        ("dashboard of the executive", ("home", {}), "/", "at most 12 statements"),
        ("customer list", ("accounts:customer_list", {}), "/customers/", "at most 8 statements, ratio at most 3"),
        ("customer page", ("accounts:customer_detail", {"pk": middle}), f"/customers/{middle}/", "ratio at most 3"),
    ):
        url = "/" if address[0] == "home" else there(*address)
        if url is None or (response := client.get(url)).status_code != 200:
            print(f"{name}: not there" if url is None else f"{name}: answers {response.status_code}", flush=True)
            continue
        compare(name, asking(client, url), bare_asking(bare, floor), n, beside="bare view", aim=aim)
    assert Snapshot.objects.exists(), "the dashboards had nothing to show"


def there(name: str, values: dict) -> str | None:
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def asking(client: Client, url: str) -> Callable[[], HttpResponse]:
    return lambda: client.get(url)


def bare_asking(client: Client, url: str) -> Callable[[], HttpResponse]:
    def ask() -> HttpResponse:
        with BARE:
            response = client.get(url)
        assert response.status_code == 200
        return response

    return ask
