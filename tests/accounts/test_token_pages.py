"""People make, see and revoke API tokens on pages."""

from __future__ import annotations

import re

import pytest

from accounts.actions.tokens import issue_token
from accounts.models import ApiToken, AuditEntry
from tests.accounts.doors import enter, long_ago, with_password

SAID = {"name": "Till", "days": "30", "reach": "look"}


@pytest.fixture
def mine(lin) -> ApiToken:
    return issue_token(lin, name="Mine", days=3, by=lin)[0]


def test_it_works(sign_in, lin):
    page = sign_in(lin).post("/tokens/new/", SAID)
    text = re.search(r"data-token-text>([^<]+)<", page.content.decode())[1]
    answer = sign_in(lin).get("/api/v1/customers/", headers={"Authorization": f"Token {text}"})
    assert answer.status_code == 200


def test_the_same_form_twice_makes_one(sign_in, lin):
    client = sign_in(lin)
    for _time in range(2):
        client.post("/tokens/new/", {**SAID, "once": "abc"})
    assert ApiToken.objects.count() == 1


def test_chosen_rights(sign_in, lin):
    sign_in(lin).post("/tokens/new/", {**SAID, "reach": "chosen", "areas": ["customers"], "verbs": ["view", "add"]})
    assert ApiToken.objects.get().rights == ["add customers", "view customers"]


@pytest.mark.parametrize(
    "chosen", [{}, {"areas": ["audit"], "verbs": ["view"]}, {"areas": ["customers"], "verbs": ["merge"]}]
)
def test_no_more_than_one_s_own(sign_in, lin, chosen):
    sign_in(lin).post("/tokens/new/", {**SAID, "reach": "chosen", **chosen})
    assert not ApiToken.objects.exists()


def test_it_asks_who_is_there(client, lin):
    with_password(lin)
    enter(client)
    long_ago(client)
    assert client.get("/tokens/new/").headers["Location"] == "/confirm/?next=%2Ftokens%2Fnew%2F"


def test_one_sees_one_s_own(sign_in, sam, mine):
    assert "Mine" not in sign_in(sam).get("/tokens/").content.decode()
    assert sign_in(sam).get(f"/tokens/{mine.pk}/").status_code == 404


def test_an_administrator_sees_all(sign_in, root, mine):
    assert "Mine" in sign_in(root).get("/tokens/").content.decode()


def test_its_owner_revokes_it(sign_in, lin, mine):
    sign_in(lin).post(f"/tokens/{mine.pk}/revoke/")
    mine.refresh_from_db()
    assert not mine.is_alive


def test_an_administrator_revokes_it(sign_in, root, mine, mailoutbox, django_capture_on_commit_callbacks, lin):
    type(lin).objects.filter(pk=lin.pk).update(email="lin@crane.example")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(root).post(f"/tokens/{mine.pk}/revoke/")
    assert AuditEntry.objects.get(action="revoke_token").actor == root
    assert "“Mine” was revoked" in mailoutbox[0].body


def test_an_auditor_only_looks(sign_in, ada, mine):
    client = sign_in(ada)
    assert client.get(f"/tokens/{mine.pk}/").status_code == 200
    assert client.post(f"/tokens/{mine.pk}/revoke/").status_code == 404


def test_its_page_does_not_tell_the_secret(sign_in, lin, mine):
    assert mine.digest not in sign_in(lin).get(f"/tokens/{mine.pk}/").content.decode()
