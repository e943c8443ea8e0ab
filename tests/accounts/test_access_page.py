"""What a person may do is shown as a table, and what another role would open before it is saved."""

from __future__ import annotations

import pytest

from accounts import access


def form_of(user, **changes):
    said = {"username": user.username, "role": user.role, "display_name": user.display_name, "language": "en"}
    return said | {"is_active": "on", "email": "lin@crane.test", "version": user.version} | changes


@pytest.mark.parametrize("said", ["Customers", "team", "North", "Personal data", "rep"])
def test_the_page_says_what_and_why(said, sign_in, root, lin):
    assert said in sign_in(root).get(f"/users/{lin.pk}/access/").content.decode()


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("own", "all", False),
        ("own", "team", False),
        ("team", "own", True),
        ("account", "team", True),
        ("all", "team", True),
    ],
)
def test_a_wider_scope_closes_nothing(before, after, more):
    assert access.beyond((before,), (after,)) is more


def test_only_an_administrator_opens_it(sign_in, max_, lin):
    assert sign_in(max_).get(f"/users/{lin.pk}/access/").status_code == 403


def test_another_role_is_compared(sign_in, root, lin):
    assert "opens" in sign_in(root).get(f"/users/{lin.pk}/access/?role=executive").content.decode()


def test_a_change_of_role_is_shown_before_it_is_saved(sign_in, root, lin):
    answer = sign_in(root).post(f"/users/{lin.pk}/edit/", form_of(lin, role="executive"))
    lin.refresh_from_db()
    assert (lin.role, answer.context["role_seen"]) == ("rep", "executive")
    assert any(change.opens for change in answer.context["changes"])


def test_and_saved_when_it_was_seen(sign_in, root, lin):
    sign_in(root).post(f"/users/{lin.pk}/edit/", form_of(lin, role="executive", role_seen="executive"))
    lin.refresh_from_db()
    assert lin.role == "executive"
