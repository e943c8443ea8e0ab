"""A list, narrowed down on the page, leaves as the file one asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import Customer
from tests.browser.conftest import BOTH


@pytest.fixture
def width() -> int:
    return 360


@BOTH
def test_it_works(visit, root, live_server, say, picture):
    Customer.objects.create(name="华为技术")
    Customer.objects.create(name="Wei")
    tab = visit(root, "/customers/")
    tab.locator("[data-list-search]").fill("华为")
    tab.locator("[data-list-search]").press("Enter")
    tab.wait_for_url("**search=**")
    tab.locator("#export[href*=search]").click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    picture("phone-export")
    with tab.expect_download() as coming:
        tab.get_by_role("button", name=say("Export"), exact=True).click()
    lines = Path(coming.value.path()).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["华为技术"]
