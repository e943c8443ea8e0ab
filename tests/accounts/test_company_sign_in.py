"""Single sign-on with a real OpenID Connect provider on loopback: people who are here, and nobody else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import AuditEntry, User
from crm_project import sign_in_settings
from tests.accounts.doors import is_in, with_password
from tests.accounts.oidc_provider import Provider
from tests.accounts.test_second_factor import set_up

LIN = {"sub": "u-1", "email": "LIN@crane.example", "email_verified": True, "name": "Lin"}


@pytest.fixture(scope="module")
def server():
    found = Provider()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def company(server, settings, lin) -> Provider:
    User.objects.filter(pk=lin.pk).update(email="lin@crane.example")
    server.person, server.error, server.issuer, server.audience = LIN, "", server.url, "crm"
    settings.SOCIALACCOUNT_PROVIDERS = server.app()
    return server


def go(client: Client, **query: str):
    """Press the button, sign in there, come back."""
    away = client.post("/sign-in/with/company/", query_params=query).headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_it_works(company, client):
    go(client)
    assert is_in(client)


def test_it_leads_on(company, client):
    assert go(client, next="/customers/").headers["Location"] == "/customers/"


def test_it_leads_nowhere_else(company, client):
    assert go(client, next="https://evil.example/").headers["Location"] == "/"


def test_the_button_is_there(company, client):
    assert "Sign in with Crane ID" in client.get("/sign-in/").content.decode()


def test_no_button_without_a_provider(client, organisation):
    assert "Sign in with Crane ID" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/with/company/").status_code == 404


def test_who_was_invited_comes_in(company, client):
    User.objects.create(username="new", email="new@crane.example", role="rep", password="!")
    company.person = {"sub": "u-2", "email": "new@crane.example", "email_verified": True}
    go(client)
    assert is_in(client)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "u-9", "email": "stranger@crane.example", "email_verified": True},
        {"sub": "u-9", "email": "lin@crane.example", "email_verified": False},
        {"sub": "u-9", "email": "lin@crane.example"},
        {"sub": "u-9"},
    ],
)
def test_nobody_else_comes_in(company, client, person):
    company.person = person
    people = User.objects.count()
    assert go(client).headers["Location"] == "/sign-in/"
    assert (is_in(client), User.objects.count(), SocialAccount.objects.count()) == (False, people, 0)


def test_the_disabled_do_not(company, client):
    User.objects.update(is_active=False)
    go(client)
    assert not is_in(client)


def test_disabled_after_the_first_time(company, client):
    go(Client())
    User.objects.update(is_active=False)
    go(client)
    assert not is_in(client)


def test_known_by_number_afterwards(company, client):
    go(Client())
    company.person = {**LIN, "email": "married@elsewhere.example"}
    go(client)
    assert client.session["_auth_user_id"] == str(User.objects.get(username="lin").pk)


def test_a_new_address_here_unties_it(company, client, root, sign_in, lin):
    go(Client())
    said = {"username": "lin", "role": "rep", "language": "en", "is_active": "on", "email": "x@crane.example"}
    sign_in(root).post(f"/users/{lin.pk}/edit/", {**said, "version": lin.version})
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for(company, client, lin):
    with_password(User.objects.get(pk=lin.pk))
    known = Client()
    go(known)
    set_up(known)
    assert go(client).headers["Location"] == "/sign-in/second-factor/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "bent", [{"issuer": "https://evil.example"}, {"audience": "another"}, {"error": "access_denied"}]
)
def test_an_answer_that_does_not_fit_is_refused(company, client, bent):
    for name, value in bent.items():
        setattr(company, name, value)
    answer = go(client)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/sign-in/")
    assert not is_in(client)


def test_a_state_of_somebody_else_is_refused(company, client):
    away = client.post("/sign-in/with/company/").headers["Location"]
    parts = urlsplit(requests.get(away, allow_redirects=False, timeout=5).headers["Location"])
    victim = Client()
    victim.get(f"{parts.path}?{parts.query}")
    assert not is_in(victim)


def test_the_way_back_alone_does_nothing(company, client):
    assert client.get("/sign-in/with/company/back/").headers["Location"] == "/sign-in/"


def test_a_provider_that_is_away_is_a_sentence(company, client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = company.app(server_url="http://127.0.0.1:9")
    answer = client.post("/sign-in/with/company/", follow=True)
    assert (answer.status_code, "did not work" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "nonsense", [[], "x", 7, None, {"sub": []}, {"sub": "u", "email": ["a"], "email_verified": "yes"}]
)
def test_nonsense_is_refused(company, client, nonsense, monkeypatch):
    company.person = nonsense
    monkeypatch.setattr(company, "id_token", lambda: "x.y.z")
    assert go(client).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_it_is_told_and_noted(company, client, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        go(client)
    assert AuditEntry.objects.filter(action="account_connected").exists()
    assert "company account was connected" in mailoutbox[0].body


# The environment


def test_http_is_refused_in_production(monkeypatch):
    monkeypatch.setenv("CRM_OIDC_URL", "http://id.crane.example")
    monkeypatch.setattr(sign_in_settings, "PRODUCTION", True)
    with pytest.raises(ImproperlyConfigured, match="https"):
        sign_in_settings.oidc_apps()


def test_half_a_provider_is_refused(monkeypatch):
    monkeypatch.setenv("CRM_OIDC_URL", "https://id.crane.example")
    with pytest.raises(ImproperlyConfigured, match="CRM_OIDC_CLIENT_ID"):
        sign_in_settings.oidc_apps()


def test_a_whole_one_is_read(monkeypatch):
    for name, value in {
        "URL": "https://id.crane.example/",
        "CLIENT_ID": "a",
        "CLIENT_SECRET": "b",
        "NAME": "Crane",
    }.items():
        monkeypatch.setenv(f"CRM_OIDC_{name}", value)
    [app] = sign_in_settings.oidc_apps()
    assert (app["name"], app["settings"]) == ("Crane", {"server_url": "https://id.crane.example"})
    assert sign_in_settings.form_targets() == ["https://id.crane.example"]


@pytest.mark.parametrize(
    "wrong", ["crm.example.org", "ftp://crm.example.org", "https://crm.example.org/path", "https://"]
)
def test_a_base_url_that_is_none(monkeypatch, wrong):
    monkeypatch.setenv("CRM_BASE_URL", wrong)
    with pytest.raises(ImproperlyConfigured, match="CRM_BASE_URL"):
        sign_in_settings.base_url()
