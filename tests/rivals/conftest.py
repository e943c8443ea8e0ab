"""Figures asked in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Organisation
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.periods import Window
from tests.sales.conftest import *  # noqa: F403

Ask = Callable[..., Decimal | None]
MAY = Window(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


@pytest.fixture
def ask(organisation: Organisation) -> Ask:
    """``ask("win_rate")`` in May 2024, or in another window, scope or variant."""

    def asked(code: str, window: Window = MAY, variant: str | None = None, **filters: Any) -> Decimal | None:
        return Reader(organisation, filters).figure(KPIS[code], window, variant=variant).value

    return asked
