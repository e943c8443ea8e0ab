"""Who may take a list out, that it is them, that it is written down, and that few do it at a time."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver

from accounts import views_exports
from accounts.models import AuditEntry, Customer
from crm_project.pages import ListPage
from tests.accounts.doors import enter, long_ago, with_password
from tests.exports.conftest import raw, table
from tests.matrix.surface import patterns


def entries():
    return [(entry.actor.username, entry.model, entry.changes) for entry in AuditEntry.objects.filter(action="export")]


def leave(answer):
    """As a server does when nobody listens any more, without closing the connection of the test."""
    answer._resource_closers[0]()


@pytest.mark.parametrize("who", ["lin", "ana", "eva", "ada", "mia"])
def test_without_the_verb_nothing_leaves(export, request, who, deals):
    assert export(request.getfixturevalue(who), "deals/export/").status_code == 403
    assert entries() == []


def test_nobody_is_sent_to_sign_in(client, organisation):
    assert client.post("/deals/export/", {"as": "csv"}).headers["Location"].startswith("/sign-in/")


def test_it_is_written_down(export, max_, deals):
    raw(export(max_, "deals/export/?sort=name&search=a%00"))
    told = {"rows": [None, 2], "filter": [None, {"sort": "name", "search": "a"}], "format": [None, "csv"]}
    assert entries() in ([("max", "sales.deal", told)], [("max", "sales.deal", told | {"rows": [None, 0]})])


def test_it_is_written_down_before_the_first_row_leaves(export, max_, deals):
    export(max_, "deals/export/")
    assert [entry[2]["rows"] for entry in entries()] == [[None, 2]]


def test_looking_at_the_page_takes_nothing_out(sign_in, max_, deals):
    assert sign_in(max_).get("/deals/export/?as=csv").status_code == 200
    assert entries() == []


def test_only_what_one_may_take_out_is_in_it(export, siv, service_team, omar):
    """A service manager sees every customer and takes out those of the own team."""
    Customer.objects.create(name="Ours", team=service_team)
    Customer.objects.create(name="Others", owner=omar)
    assert [line[0] for line in table(export(siv, "customers/export/"))[1:]] == ["Ours"]


def test_it_asks_whether_it_is_still_them(client, root, deals):
    with_password(root)
    enter(client, "root")
    long_ago(client)
    for ask in (client.get, client.post):
        assert ask("/deals/export/", {"as": "csv"}).headers["Location"].startswith("/confirm/?next=")
    assert entries() == []


def test_an_unknown_kind_of_file_is_a_sentence(export, root, deals):
    answer = export(root, "deals/export/", "exe")
    assert answer.status_code == 400 and b"Choose a kind of file." in answer.content


def test_too_much_for_a_sheet_is_a_sentence(export, root, deals, monkeypatch):
    monkeypatch.setitem(views_exports.MOST, "xlsx", 2)
    answer = export(root, "deals/export/", "xlsx")
    assert answer.status_code == 400 and b"More than 2 rows" in answer.content
    assert entries() == []
    assert export(root, "deals/export/").status_code == 200


def test_one_at_a_time(export, root, max_, deals):
    first = export(root, "deals/export/")
    assert export(root, "deals/export/").status_code == 429
    raw(first)
    assert export(root, "deals/export/").status_code == 200


def test_few_of_all_at_a_time(export, root, max_, deals, monkeypatch):
    monkeypatch.setattr("crm_project.turns.AT_ONCE", 1)
    waiting = export(root, "deals/export/")
    assert export(max_, "deals/export/").status_code == 429
    leave(waiting)
    assert export(max_, "deals/export/").status_code == 200


def test_who_goes_away_gives_the_turn_back(export, root, deals):
    leave(export(root, "deals/export/"))
    assert export(root, "deals/export/", "xlsx").status_code == 200
    assert export(root, "deals/export/").status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "rep"}])
def test_who_loses_the_right_meanwhile_gets_no_more(export, root, deals, change):
    answer = export(root, "deals/export/")
    get_user_model().objects.filter(pk=root.pk).update(**change)
    with pytest.raises(PermissionDenied):
        raw(answer)


def test_it_is_kept_nowhere(export, root, deals):
    answer = export(root, "deals/export/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="deal-')


def test_every_list_has_its_export():
    lists = {}
    for space, route, entry in patterns(get_resolver()):
        page = getattr(entry.callback, "view_class", None)
        if isinstance(page, type) and issubclass(page, ListPage) and page.columns:
            lists[f"{route}export/"] = space
    routes = {route for _space, route, _entry in patterns(get_resolver())}
    assert set(lists) - routes == set() and len(lists) > 50
