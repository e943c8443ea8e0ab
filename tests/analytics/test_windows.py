"""What a window is compared with."""

from __future__ import annotations

import datetime as dt

from analytics.periods import Window


def test_the_february_before_may_be_longer() -> None:
    february = Window(dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    assert february.year_before() == Window(dt.date(2024, 2, 1), dt.date(2024, 2, 29))
