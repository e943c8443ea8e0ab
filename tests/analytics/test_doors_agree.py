"""Command and API say the same of every KPI, cells or rows; the page is held to the reader in test_kpi_page.py."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from analytics.kpis import KPIS
from tests.analytics.busy import Busy

DAYS = ("2026-06-01", "2026-07-15")


def by_command(code: str, *more: str) -> dict[str, Any]:
    out = StringIO()
    call_command("kpi", code, "--from", DAYS[0], "--to", DAYS[1], "--json", *more, stdout=out)
    return without_time(json.loads(out.getvalue()))


def without_time(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name != "fresh_at"}


@pytest.mark.django_db
def test_command_and_api_agree(filled: Busy, sign_in, eva) -> None:  # type: ignore[no-untyped-def]
    client, wrong = sign_in(eva), []
    for code in KPIS:
        answer = client.get(f"/api/v1/kpis/{code}/", {"from": DAYS[0], "to": DAYS[1]})
        said = without_time(answer.json())
        if not said == by_command(code) == by_command(code, "--live"):
            wrong.append(code)
    assert not wrong
