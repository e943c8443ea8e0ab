"""Files read back: CSV by the standard library, XLSX by another library than the one that wrote it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from accounts.models import Customer
from sales.models import Deal, Stage


def raw(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content[:300]
    return b"".join(answer.streaming_content)


def table(answer: Any) -> list[list[str]]:
    """The lines of a CSV file, its headings first."""
    return list(csv.reader(io.StringIO(raw(answer).decode("utf-8-sig"))))


def sheet(answer: Any) -> list[list[Any]]:
    """The lines of an XLSX file, its headings first."""
    return CalamineWorkbook.from_object(io.BytesIO(raw(answer))).get_sheet_by_index(0).to_python()


@pytest.fixture
def export(sign_in: Callable[..., Any]) -> Callable[..., Any]:
    """``export(max_, "deals/export/?sort=name")`` is the answer to a POST for a CSV file."""

    def ask(user: Any, path: str, form: str = "csv") -> Any:
        return sign_in(user).post(f"/{path}", {"as": form})

    return ask


@pytest.fixture
def deals(lin: Any, omar: Any, north: Any, south: Any) -> list[Deal]:
    """Two deals of North, one for a customer of South, and one of South."""
    stage = Stage.objects.create(name="Talk", outcome="open")
    ours = Customer.objects.create(name="Huawei", owner=lin, team=north)
    theirs = Customer.objects.create(name="Secret Ltd", owner=omar, team=south)

    def deal(name: str, customer: Customer, owner: Any, team: Any, amount: int) -> Deal:
        return Deal.objects.create(
            name=name, customer=customer, owner=owner, team=team, stage=stage, currency="USD", amount=amount,
            amount_home=amount * 7,
        )  # fmt: skip

    return [
        deal("Lamps", ours, lin, north, 31_337),
        deal("Chairs", theirs, lin, north, 20),
        deal("Hidden", theirs, omar, south, 5),
    ]
