"""The OpenAPI description covers everything without a warning and needs no internet."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command


def test_schema_has_no_warning(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_docs_page_asks_nobody_else(api) -> None:
    page = api("lin").get("/api/v1/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()


def test_docs_page_runs_no_inline_script(api) -> None:
    page = api("lin").get("/api/v1/docs/")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"].split("; ")


def test_schema_is_for_people_who_signed_in(client) -> None:
    assert client.get("/api/v1/schema/").status_code == 401
