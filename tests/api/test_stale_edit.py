"""An edit made from an old version is refused with both versions side by side."""

from __future__ import annotations

import pytest

from tests.api.conftest import send


@pytest.fixture
def moved_on(api, rows):
    """Lin's customer was renamed since version 1 was read."""
    send(api("max"), "patch", f"customers/{rows.customer.pk}/", {"version": 1, "name": "Huawei Group"})
    return rows.customer


def test_stale_edit_is_409(api, moved_on) -> None:
    answer = send(api("lin"), "patch", f"customers/{moved_on.pk}/", {"version": 1, "name": "Huawei Ltd"})
    assert answer.status_code == 409
    assert answer.json()["fields"] == {"name": {"before": "Huawei", "yours": "Huawei Ltd", "now": "Huawei Group"}}


def test_stale_edit_tells_the_version_to_go_on_from(api, moved_on) -> None:
    client, path = api("lin"), f"customers/{moved_on.pk}/"
    version = send(client, "patch", path, {"version": 1, "name": "Huawei Ltd"}).json()["version"]
    assert send(client, "patch", path, {"version": version, "name": "Huawei Ltd"}).status_code == 200


def test_stale_edit_changes_nothing(api, moved_on) -> None:
    send(api("lin"), "patch", f"customers/{moved_on.pk}/", {"version": 1, "name": "Huawei Ltd"})
    moved_on.refresh_from_db()
    assert moved_on.name == "Huawei Group"


def test_different_fields_merge(api, moved_on) -> None:
    answer = send(api("lin"), "patch", f"customers/{moved_on.pk}/", {"version": 1, "city": "Wuhan"})
    moved_on.refresh_from_db()
    assert (answer.status_code, moved_on.name, moved_on.city) == (200, "Huawei Group", "Wuhan")


def test_a_field_sent_as_it_was_read_is_no_edit(api, moved_on) -> None:
    body = {"version": 1, "name": "Huawei", "city": "Wuhan"}
    assert send(api("lin"), "patch", f"customers/{moved_on.pk}/", body).json()["name"] == "Huawei Group"


def test_if_match_is_412(api, moved_on) -> None:
    path, body = f"customers/{moved_on.pk}/", {"name": "Huawei Ltd"}
    answer = send(api("lin"), "patch", path, body, **{"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["fields"]["name"]["now"]) == (412, "Huawei Group")


def test_a_version_nobody_read_is_409(api, moved_on) -> None:
    answer = send(api("lin"), "patch", f"customers/{moved_on.pk}/", {"version": 9, "name": "Huawei Ltd"})
    assert (answer.status_code, answer.json()["fields"]["name"]["before"]) == (409, None)


@pytest.mark.parametrize("version", [None, "", "one", True, 1.5, [1], {"a": 1}])
def test_edit_without_version_is_400(version, api, rows) -> None:
    answer = send(api("lin"), "patch", f"customers/{rows.customer.pk}/", {"version": version, "name": "X"})
    assert (answer.status_code, list(answer.json())) == (400, ["version"])
