"""Nothing leads off the site, no file is shown in it, no words of a user are run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import letters
from accounts.models import Customer, ImportRun, User
from tests.test_architecture import ROOT, SOURCES

ELSEWHERE = [
    "//evil.example", "\\\\evil.example", "/\\evil.example", "https://evil.example/", "///evil.example", "http:evil.example",
    "javascript:alert(1)", "\t//evil.example", "https:\\\\evil.example", "//evil.example%2f@testserver/", "\n//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_form_leads_nowhere_else(sign_in: Any, root: User, address: str) -> None:
    answer = sign_in(root).post(
        "/customers/new/", {"name": "ZTE", "kind": "company", "status": "prospect", "next": address}
    )
    assert answer["Location"] == f"/customers/{Customer.objects.get().pk}/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_form_offers_no_way_elsewhere(sign_in: Any, root: User, address: str) -> None:
    page = sign_in(root).get("/customers/new/", {"next": address}).content.decode()
    leading = re.findall(r'(?:href|action|value)="([^"]*(?:evil|javascript:)[^"]*)"', page)
    assert [way for way in leading if not way.startswith("/customers/new/?next=")] == []


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_change_of_language_leads_nowhere_else(sign_in: Any, root: User, address: str) -> None:
    answer = sign_in(root).post("/language/", {"language": "en", "next": address})
    assert "evil" not in answer.get("Location", "")


@pytest.fixture
def upload(sign_in: Any, root: User, settings: Any, tmp_path: Path) -> ImportRun:
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("../../<svg onload=x>.html.csv", b"Name\nx\n", content_type="text/html")
    sign_in(root).post("/imports/", {"kind": "customers", "file": file})
    return ImportRun.objects.get()


def test_an_upload_is_stored_under_a_name_of_our_own(upload: ImportRun, tmp_path: Path) -> None:
    stored = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert [bool(re.fullmatch(r"imports/[0-9a-f]{32}\.csv", name)) for name in stored] == [True]


@pytest.mark.parametrize(
    "path", ["/media/imports/{}", "/media/../imports/{}", "/imports/{}", "/static/../media/imports/{}"]
)
def test_an_upload_has_no_address(client: Any, upload: ImportRun, path: str) -> None:
    assert client.get(path.format(upload.report["stored"])).status_code in (302, 404)


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.csv.exe", "x.pHp", "x"])
def test_another_kind_of_file_is_refused(sign_in: Any, root: User, name: str) -> None:
    sign_in(root).post("/imports/", {"kind": "customers", "file": SimpleUploadedFile(name, b"<svg/>")})
    assert not ImportRun.objects.exists()


def test_rejected_rows_come_as_an_attachment(sign_in: Any, root: User, upload: ImportRun, tmp_path: Path) -> None:
    (tmp_path / "imports" / upload.report["stored"]).with_suffix(".rejected.csv").write_text("x")
    answer = sign_in(root).get(f"/imports/{upload.pk}/rejected/")
    answer.close()
    said = answer["Content-Disposition"].partition(";")[0], answer["X-Content-Type-Options"]
    assert said == ("attachment", "nosniff")


@pytest.mark.django_db
def test_a_line_break_in_a_subject_adds_no_header() -> None:
    letters.deliver("a@b.cn", "Hello\r\nBcc: evil@evil.example", "text")
    assert mail.outbox[0].message()["Bcc"] is None


def test_no_words_of_a_user_are_compiled() -> None:
    """No template is made from a string, no regular expression or formula from what somebody typed."""
    compiled = re.compile(
        r"(?<!\.)\bTemplate\(|from_string\(|\beval\(|\bexec\(|engines\[|__iregex|re\.compile\(.*(request|form|GET|POST)"
    )
    ours = [path for path in SOURCES if "bench" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in ours if compiled.search(path.read_text())] == []
