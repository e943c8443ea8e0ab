"""Users, teams, languages."""

from __future__ import annotations

import pytest

from accounts.models import Team, User


def typed(user, **changes):
    said = {"username": user.username, "display_name": "X", "role": user.role, "language": "en", "is_active": "on"}
    return {**said, "version": user.version, **changes}


def test_the_last_administrator_stays_one(sign_in, root):
    answer = sign_in(root).post(f"/users/{root.pk}/edit/", typed(root, role="rep") | {"role_seen": "rep"})
    assert answer.status_code == 400
    assert User.objects.get(pk=root.pk).role == "admin"


def test_a_second_administrator_may_go(sign_in, root, lin):
    User.objects.filter(pk=lin.pk).update(role="admin")
    sign_in(root).post(f"/users/{root.pk}/edit/", typed(root, role="rep") | {"role_seen": "rep"})
    assert User.objects.get(pk=root.pk).role == "rep"


@pytest.mark.parametrize("below", ["sales_team", "north"])
def test_a_team_does_not_hang_below_itself(request, sign_in, root, sales_team, north, below):
    parent = request.getfixturevalue(below)
    sign_in(root).post(f"/teams/{sales_team.pk}/edit/", {"name": "Sales", "parent": parent.pk, "version": 1})
    assert Team.objects.get(pk=sales_team.pk).parent.name == "Company"


def test_nobody_makes_themselves_an_administrator(sign_in, lin):
    sign_in(lin).post("/profile/", {"display_name": "Lin", "language": "en", "role": "admin", "version": 1})
    assert User.objects.get(pk=lin.pk).role == "rep"


def test_a_language_is_remembered(sign_in, lin):
    sign_in(lin).post("/language/", {"language": "zh-hans"})
    assert User.objects.get(pk=lin.pk).language == "zh-hans"


def test_an_unknown_language_changes_nothing(sign_in, lin):
    assert sign_in(lin).post("/language/", {"language": "xx"}).status_code == 302
    assert User.objects.get(pk=lin.pk).language == "en"


def test_a_switch_does_not_lead_off_the_site(sign_in, lin):
    answer = sign_in(lin).post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
