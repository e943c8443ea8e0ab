"""Importing by page: upload, proposed mapping, preview, run, rejects; for admins only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEntry, Customer, ImportRun, User

LINES = "客户编号,客户名称,城市\n1,华为,深圳\n2,,北京\n"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def upload(root: User, sign_in: Callable[[User], Client]) -> Callable[..., Any]:
    client = sign_in(root)

    def send(content: str = LINES, name: str = "客户.csv") -> Any:
        file = SimpleUploadedFile(name, content.encode("gb18030"))
        return client, client.post("/imports/", {"kind": "customers", "file": file})

    return send


def test_headings_propose_a_mapping(upload: Callable[..., Any]) -> None:
    client, answer = upload()
    page = client.get(answer.url).content.decode()
    assert "name = &quot;客户名称&quot;" in page
    assert "city = &quot;城市&quot;" in page


def test_preview_writes_nothing(upload: Callable[..., Any]) -> None:
    client, answer = upload()
    page = client.post(answer.url, {"mapping": ImportRun.objects.get().mapping, "look": "1"}).content.decode()
    assert "华为" in page
    assert "name: empty, but needed" in page
    assert not Customer.objects.exists()


def test_run(upload: Callable[..., Any], django_capture_on_commit_callbacks: Any) -> None:
    client, answer = upload()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.url, {"mapping": ImportRun.objects.get().mapping, "run": "1"})
    run = ImportRun.objects.get()
    assert (run.state, run.report["created"], run.report["rejected"]) == ("done", 1, 1)
    assert AuditEntry.objects.filter(action="import").exists()
    rejected = b"".join(client.get(answer.url + "rejected/").streaming_content).decode("utf-8-sig")
    assert rejected.splitlines()[1] == '2,,北京,3,"name: empty, but needed"'


def test_run_twice_starts_once(upload: Callable[..., Any], django_capture_on_commit_callbacks: Any) -> None:
    client, answer = upload()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for _time in range(2):
            client.post(answer.url, {"mapping": ImportRun.objects.get().mapping, "run": "1"})
    assert len(callbacks) == 1


def test_bad_mapping_is_explained(upload: Callable[..., Any]) -> None:
    client, answer = upload()
    page = client.post(answer.url, {"mapping": "[columns]\ncolour = 1", "run": "1"})
    assert page.status_code == 400
    assert "colour" in page.content.decode()
    assert ImportRun.objects.get().state == "preview"


@pytest.mark.parametrize("name", ["picture.png", "leer.xlsx", "kaputt.csv.gz"])
def test_unreadable_upload(upload: Callable[..., Any], name: str) -> None:
    _client, answer = upload(name=name)
    assert answer.status_code == 400
    assert not ImportRun.objects.exists()


def test_only_admins(max_: User, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(max_).get("/imports/").status_code == 403
