"""An administrator types a quota into the grid; how far it is reached follows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH


@BOTH
@pytest.mark.usefixtures("trade")
def test_it_works(visit, root, say, language, picture):
    month = f"{dt.datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m}"
    tab = visit(root, "/quotas/")
    for quota, reached in (("2599.50", "50%"), ("12997.50", "10%")):
        tab.get_by_label(f"Lin {month}").fill(quota)
        tab.get_by_role("button", name=say("Save all")).click()
        expect(tab.get_by_label(f"Lin {month}")).to_have_value(f"{float(quota):,}")  # as the server writes it
        picture("quotas")
        tab.goto(tab.url.split("/quotas/")[0] + "/kpis/sales_quota_attainment/?period=month")
        expect(tab.locator(".headline .big")).to_have_text(reached)
        tab.go_back()
