"""A rep signs in, writes one line, and sees at once what it did to the own numbers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Interaction
from tests.browser.conftest import BOTH

LINES = {"en": "call Huawei 12m discussed renewal", "zh-hans": "电话 华为 12分钟 谈续约"}


@BOTH
@pytest.mark.usefixtures("trade")
def test_it_works(visit, lin, say, language, picture):
    tab = visit(lin)
    tab.evaluate("window.sameDocument = true")
    tile = tab.get_by_role("link", name=re.compile(re.escape(say("Sales calls today"))))
    expect(tile.locator(".value")).to_have_text("0")
    tab.get_by_label(say("Log a call or a visit in one line")).fill(LINES[language])
    tab.locator("#log-and-numbers").get_by_role("button", name=say("Log it")).click()
    expect(tab.locator("[data-logged]")).to_be_visible()
    expect(tile.locator(".value")).to_have_text("1")
    assert tab.evaluate("window.sameDocument")
    expect(tab.get_by_label(say("Log a call or a visit in one line"))).to_be_focused()
    assert Interaction.objects.latest("pk").duration_seconds == 720
    picture("log-a-call")
