"""A small demo company."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.demo import company

TODAY = dt.date(2026, 3, 2)


def quiet(label: str, done: int, of: int) -> None:
    """Nobody watches."""


@pytest.fixture
def demo(db: None) -> int:
    """Eighty customers up to 1 March 2026; the number of rows written."""
    return company.build(seed=7, size=80, today=TODAY, told=quiet)
