"""Nothing scrolls sideways on a narrow phone, and the menu opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH

PAGES = ("/", "/customers/", "/kpis/", "/kpis/sales_revenue/", "/pipeline/", "/orders/")


@pytest.fixture
def width() -> int:
    return 360


@BOTH
@pytest.mark.usefixtures("trade")
def test_it_works(visit, lin, live_server, say, language, picture):
    tab = visit(lin)
    for path in PAGES:
        tab.goto(live_server.url + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
        picture(f"phone{path.replace('/', '-').rstrip('-')}")
    tab.get_by_role("button", name=say("Menu"), exact=True).click()
    expect(tab.get_by_role("navigation", name=say("Main"))).to_be_in_viewport()
