"""An executive checks a figure: value, definition, formula, the rows behind it, and a record among them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import BOTH, number_in


@BOTH
def test_it_works(visit, eva, trade, say, language, picture):
    tab = visit(eva, "/kpis/sales_revenue/")
    value = tab.locator(".headline .big")
    expect(value).to_have_attribute("title", re.compile("1,299.75"))
    expect(tab.locator(".formula").first).to_contain_text("−")
    expect(tab.get_by_role("heading", name=say("How it is made"))).to_be_visible()
    expect(tab.locator("[data-chart] canvas")).to_be_visible()
    picture("kpi")
    shown = number_in(value.get_attribute("title") or "")
    tab.get_by_role("link", name=say("rows behind")).first.click()
    total = tab.locator(".figure").filter(has_text=say("Their total")).locator(".value")
    expect(total).to_be_visible()
    assert number_in(total.inner_text()) == shown
    picture("kpi-rows")
    tab.get_by_role("rowheader").get_by_role("link").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(re.compile("|".join(order.number for order in trade)))
    picture("order")
