"""A second factor: set up by its owner, asked for at sign-in, required of whom the company says."""

from __future__ import annotations

import json
import re
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEntry
from tests.accounts.doors import enter, is_in, long_ago, with_password

PLACE = "/profile/second-factor/"


def code(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or in some half minutes."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up(client: Client) -> str:
    page = client.get(f"{PLACE}app/").content.decode()
    secret = re.search(r"data-totp-secret>(\w+)<", page)[1]
    client.post(f"{PLACE}app/", {"code": code(secret)})
    return secret


@pytest.fixture(autouse=True)
def lin_(lin, root):
    with_password(root, email="root@crane.example")
    return with_password(lin, email="lin@crane.example")


@pytest.fixture
def secret(client) -> str:
    """lin has an authenticator app and is signed out."""
    enter(client)
    found = set_up(client)
    client.post("/sign-out/")
    return found


def test_it_works(client, secret):
    answer = enter(client)
    assert answer.headers["Location"] == "/sign-in/second-factor/"
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    assert is_in(client)


def test_the_password_alone_is_not_enough(client, secret):
    enter(client)
    assert not is_in(client)


def test_a_wrong_code_is_refused(client, secret):
    enter(client)
    answer = client.post("/sign-in/second-factor/", {"code": "000000"})
    assert "not right" in answer.content.decode()
    assert not is_in(client)


def test_a_code_works_once(client, secret):
    now = code(secret, 1)
    enter(client)
    client.post("/sign-in/second-factor/", {"code": now})
    client.post("/sign-out/")
    enter(client)
    client.post("/sign-in/second-factor/", {"code": now})
    assert not is_in(client)


def test_guessing_codes_ends(client, secret):
    enter(client)
    for number in range(5):
        client.post("/sign-in/second-factor/", {"code": f"{number:06}"})
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    assert not is_in(client)


def test_a_recovery_code_works_once(client, secret, lin):
    recovery = Authenticator.objects.get(user=lin, type="recovery_codes").wrap().get_unused_codes()[0]
    for wanted in (True, False):
        browser = Client()
        enter(browser)
        browser.post("/sign-in/second-factor/", {"code": recovery})
        assert is_in(browser) is wanted


def test_secrets_are_not_in_the_database_as_they_are(secret, lin):
    kept = str([row.data for row in Authenticator.objects.filter(user=lin)])
    assert secret not in kept and "gAAAA" in kept


def test_they_outlive_a_change_of_keys(client, secret, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    call_command("privacy", "rotate", stdout=StringIO())
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    enter(client)
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    assert is_in(client)


def test_its_owner_is_told(client, mailoutbox, django_capture_on_commit_callbacks):
    enter(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert "An authenticator app was added." in mailoutbox[0].body
    assert AuditEntry.objects.filter(action="totp_activated").exists()


def test_it_is_removed_by_its_owner(client, secret, lin):
    enter(client)
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    client.post(f"{PLACE}app/remove/")
    assert not Authenticator.objects.filter(user=lin).exists()


@pytest.mark.parametrize("path", ["app/remove/", "passkeys/add/", "codes/new/", "codes/"])
def test_after_a_while_it_asks_who_is_there(client, secret, path):
    enter(client)
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    long_ago(client)
    assert client.get(f"{PLACE}{path}", follow=True).redirect_chain[0][0].startswith("/confirm/?next=")


@pytest.mark.parametrize("path", ["", "app/", "passkeys/add/"])
def test_pages_open(client, path):
    enter(client)
    assert client.get(f"{PLACE}{path}").status_code == 200


def test_recovery_codes_are_shown(client, secret):
    enter(client)
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    assert client.get(f"{PLACE}codes/").content.decode().count("<li><code>") == 10


BYTES = "AAAA"
WHOLE = {"id": BYTES, "rawId": BYTES, "type": "public-key", "clientExtensionResults": {}}
GARBAGE = ["", "{}", "[]", "null", "1", '{"id": 1}', '{"response": {"userHandle": "zz"}}', "\x00", "[" * 2000]
GARBAGE += [json.dumps(WHOLE | {"response": response}) for response in (
    [], {}, {"clientDataJSON": BYTES}, {"clientDataJSON": "é", "authenticatorData": "x", "signature": 1},
    {"clientDataJSON": BYTES, "attestationObject": BYTES},
    {"clientDataJSON": BYTES, "authenticatorData": BYTES, "signature": BYTES, "userHandle": "MQ"},
)]  # fmt: skip


@pytest.mark.parametrize("said", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_for_a_passkey_is_refused(client, said):
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    assert client.post("/sign-in/passkey/", {"credential": said}).headers["Location"] == "/sign-in/"
    enter(client)
    client.get(f"{PLACE}passkeys/add/")
    assert client.post(f"{PLACE}passkeys/add/", {"name": "x", "credential": said}).status_code == 200


# Required


@pytest.mark.parametrize(
    ("asked", "username", "led"),
    [("admin", "root", True), ("admin", "lin", False), ("all", "lin", True), ("", "root", False)],
)
def test_who_needs_one_is_led_to_it(client, settings, asked, username, led):
    settings.REQUIRE_SECOND_FACTOR = asked
    enter(client, username)
    answer = client.get("/customers/")
    assert (answer.status_code, answer.headers.get("Location")) == ((302, PLACE) if led else (200, None))


def test_the_admin_site_included(client, settings, root):
    settings.REQUIRE_SECOND_FACTOR = "admin"
    with_password(root, is_staff=True)
    enter(client, "root")
    assert client.get("/admin/").headers["Location"] == PLACE


def test_the_api_says_so(client, settings):
    settings.REQUIRE_SECOND_FACTOR = "all"
    enter(client)
    answer = client.get("/api/v1/customers/")
    assert (answer.status_code, "second factor" in answer.json()["detail"]) == (403, True)


def test_nothing_is_written_before(client, settings):
    settings.REQUIRE_SECOND_FACTOR = "all"
    enter(client)
    client.post("/profile/", {"display_name": "Changed", "language": "en", "version": 1})
    assert "Changed" not in client.get(PLACE).content.decode()


def test_once_set_up_the_way_is_open(client, settings):
    settings.REQUIRE_SECOND_FACTOR = "all"
    enter(client)
    set_up(client)
    assert client.get("/customers/").status_code == 200


def test_the_last_one_stays(client, settings, secret, lin):
    settings.REQUIRE_SECOND_FACTOR = "all"
    enter(client)
    client.post("/sign-in/second-factor/", {"code": code(secret, 1)})
    client.post(f"{PLACE}app/remove/")
    assert Authenticator.objects.filter(user=lin, type="totp").exists()
