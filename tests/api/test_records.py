"""Every endpoint: list, detail, create and edit, for somebody who may and somebody who may not."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from tests.api.conftest import send
from tests.api.endpoints import ENDPOINTS, Endpoint

every = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
every_changeable = pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if not one.kept], ids=str)
every_lasting = pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if not one.deletable], ids=str)


def version_of(row: object) -> dict[str, int]:
    return {"version": row.version} if hasattr(row, "version") else {}


@every
def test_list_shows_the_row(endpoint: Endpoint, api, rows) -> None:
    answer = send(api(endpoint.allowed), "get", f"{endpoint.path}/")
    assert getattr(rows, endpoint.row).pk in [row["id"] for row in answer.json()["results"]]


@every
def test_detail(endpoint: Endpoint, api, rows) -> None:
    row = getattr(rows, endpoint.row)
    answer = send(api(endpoint.allowed), "get", f"{endpoint.path}/{row.pk}/")
    assert (answer.status_code, answer.json()["id"]) == (200, row.pk)


@every
def test_create(endpoint: Endpoint, api, rows) -> None:
    answer = send(api(endpoint.allowed), "post", f"{endpoint.path}/", endpoint.create(rows))
    assert answer.status_code == 201, answer.json()


@every
def test_create_leaves_an_audit_entry(endpoint: Endpoint, api, people, rows) -> None:
    made = send(api(endpoint.allowed), "post", f"{endpoint.path}/", endpoint.create(rows)).json()
    entry = AuditEntry.objects.filter(object_id=made["id"], actor=getattr(people, endpoint.allowed))
    assert entry.exists()


@every
def test_create_refused(endpoint: Endpoint, api, rows) -> None:
    answer = send(api(endpoint.refused), "post", f"{endpoint.path}/", endpoint.create(rows))
    assert answer.status_code == 403


@every_changeable
def test_edit(endpoint: Endpoint, api, rows) -> None:
    row = getattr(rows, endpoint.row)
    path = f"{endpoint.path}/{row.pk}/"
    answer = send(api(endpoint.allowed), "patch", path, endpoint.edit | version_of(row))
    assert answer.status_code == 200, answer.json()
    assert AuditEntry.objects.filter(model=row._meta.label_lower, object_id=row.pk).exists()


@every
def test_edit_refused(endpoint: Endpoint, api, rows) -> None:
    row = getattr(rows, endpoint.row)
    path = f"{endpoint.path}/{row.pk}/"
    answer = send(api(endpoint.refused), "patch", path, endpoint.edit | version_of(row))
    assert answer.status_code in (403, 404)


@every_lasting
def test_delete_is_not_offered(endpoint: Endpoint, api, rows) -> None:
    row = getattr(rows, endpoint.row)
    answer = send(api("root"), "delete", f"{endpoint.path}/{row.pk}/")
    assert answer.status_code == 405


@every
def test_missing_is_404(endpoint: Endpoint, api, rows) -> None:
    assert send(api(endpoint.allowed), "get", f"{endpoint.path}/999999999999999999/").status_code == 404


@every
def test_nobody_is_401(endpoint: Endpoint, client, rows) -> None:
    assert client.get(f"/api/v1/{endpoint.path}/").status_code == 401


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if one.blind], ids=str)
def test_list_refused(endpoint: Endpoint, api, rows) -> None:
    assert send(api(endpoint.blind), "get", f"{endpoint.path}/").status_code == 403


@every
def test_unknown_field_is_400(endpoint: Endpoint, api, rows) -> None:
    answer = send(api(endpoint.allowed), "post", f"{endpoint.path}/", endpoint.create(rows) | {"colour": "red"})
    assert (answer.status_code, list(answer.json())) == (400, ["colour"])


@every
def test_protected_field_is_400(endpoint: Endpoint, api, rows) -> None:
    answer = send(api(endpoint.allowed), "post", f"{endpoint.path}/", endpoint.create(rows) | {"id": 7})
    assert (answer.status_code, list(answer.json())) == (400, ["id"])
