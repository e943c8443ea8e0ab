"""A real Chromium on a real server: ``visit(lin)`` signs in through the page and gives a tab that remembers trouble."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from accounts.actions import create_customer, log_interaction
from accounts.models import Customer, User
from analytics.fill import fill
from crm_project import embedded
from sales.actions.deals import create_deal
from sales.actions.orders import place_order
from sales.models import Deal, Stage

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Not one request may leave the machine, and a container has neither a graphics card nor a user of its own.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PASSWORD = "open-sesame-42"
PATIENCE = 20_000  # milliseconds; a busy machine is slow, not broken
LANGUAGES = ("en", "zh-hans")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def browser_context_args(width: int) -> dict[str, Any]:
    return {
        "locale": "en-GB",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": width, "height": 800},
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def say(language: str) -> Callable[[str], str]:
    """What the pages say for an English text."""

    def said(text: str) -> str:
        with translation.override(language):
            return gettext(text)

    return said


@pytest.fixture
def troubles(page: Page) -> list[str]:
    """What the browser complained about: script errors, refused by the content policy, not found, failed."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on(
        "console", lambda told: found.append(f"{page.url}: {told.text}") if told.type in ("error", "warning") else None
    )
    page.on("response", lambda answer: found.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    return found


@pytest.fixture
def visit(
    page: Page, live_server: Any, language: str, say: Callable[[str], str], troubles: list[str]
) -> Iterator[Callable[..., Page]]:
    """``visit(lin, "/kpis/")``: choose the language, sign in by the form, come out on that page. No trouble may be left at the end."""
    expect.set_options(timeout=PATIENCE)
    page.set_default_timeout(PATIENCE)

    def signed_in(user: User, path: str = "/") -> Page:
        user.set_password(PASSWORD)
        user.save()
        page.goto(f"{live_server.url}{path}")
        page.locator(f"button[name=language][value={language}]").click()
        page.locator("input[name=username]").fill(user.username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name=say("Sign in"), exact=True).click()
        expect(page.locator(".shell")).to_be_attached()
        return page

    yield signed_in
    assert troubles == []


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest, language: str) -> Callable[[str], None]:
    """Keep what the page looks like now under the data folder, in test/pictures."""

    def keep(name: str) -> None:
        folder = embedded.data_dir() / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.{language}.png", full_page=True)

    return keep


@pytest.fixture
def trade(live_server: Any, lin: User, root: User) -> list[Any]:
    """Huawei bought three times this month from lin, who called them the other day; the figures are filled."""
    huawei = create_customer(Customer(name="华为 Huawei", owner=lin), by=root)
    log_interaction(lin, huawei, kind="call", at=timezone.now() - dt.timedelta(days=10))
    Stage.objects.create(name="Talks", probability="0.5")
    create_deal(Deal(name="Renewal", customer=huawei, amount=Decimal(5000)), by=lin)
    orders = [place_order(huawei, [{"unit_price": price}], by=root) for price in ("1000", "250.50", "49.25")]
    fill()
    return orders


def number_in(text: str) -> float:
    """The first number of a text, however it groups its digits."""
    found = re.search(r"-?\d[\d,]*(\.\d+)?", text)
    assert found, f"no number in {text!r}"
    return float(found[0].replace(",", ""))
