"""An authenticator app and a passkey, set up and used in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.test_second_factor import code
from tests.browser.conftest import BOTH, PASSWORD

KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
KEY |= {"isUserVerified": True, "automaticPresenceSimulation": True}


def sign_out(tab: Page, say) -> None:
    tab.locator("summary.person").click()
    tab.get_by_role("button", name=say("Sign out")).click()
    expect(tab.locator("input[name=username]")).to_be_visible()


@BOTH
def test_an_authenticator_app(visit, lin, say, live_server, picture, language):
    tab = visit(lin, "/profile/second-factor/")
    picture("second-factor")
    tab.get_by_role("link", name=say("Set up")).first.click()
    secret = tab.locator("[data-totp-secret]").inner_text()
    picture("authenticator-app")
    tab.locator("input[name=code]").fill(code(secret))
    tab.locator("form.form button[type=submit]").click()
    expect(tab.locator(".codes li")).to_have_count(10)
    picture("recovery-codes")
    sign_out(tab, say)
    tab.locator("input[name=username]").fill("lin")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name=say("Sign in"), exact=True).click()
    picture("second-factor-asked")
    tab.locator("input[name=code]").fill(code(secret, 1))
    tab.get_by_role("button", name=say("Sign in"), exact=True).click()
    expect(tab.locator(".shell")).to_be_attached()


@pytest.fixture
def authenticator(page: Page) -> None:
    """The browser has a fingerprint reader, and lin's finger is on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey(authenticator, visit, lin, say, picture):
    tab = visit(lin, "/profile/second-factor/")
    tab.get_by_role("link", name=say("Add a passkey")).click()
    tab.locator("input[name=name]").fill("Thumb")
    picture("passkey-add")
    tab.get_by_role("button", name=say("Add"), exact=True).click()
    expect(tab.locator(".codes li")).to_have_count(10)
    tab.get_by_role("link", name=say("I have kept them")).click()
    expect(tab.get_by_role("link", name="Thumb")).to_be_visible()
    picture("passkeys")
    sign_out(tab, say)
    tab.get_by_role("button", name=say("Sign in with a passkey")).click()
    expect(tab.locator(".shell")).to_be_attached()


def test_a_passkey_after_the_password(authenticator, visit, lin, say):
    tab = visit(lin, "/profile/second-factor/")
    tab.get_by_role("link", name=say("Add a passkey")).click()
    tab.locator("input[name=passwordless]").uncheck()
    tab.get_by_role("button", name=say("Add"), exact=True).click()
    expect(tab.locator(".codes li")).to_have_count(10)
    sign_out(tab, say)
    tab.locator("input[name=username]").fill("lin")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name=say("Sign in"), exact=True).click()
    tab.get_by_role("button", name=say("Use a passkey")).click()
    expect(tab.locator(".shell")).to_be_attached()
