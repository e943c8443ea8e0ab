"""A lost deal is worth nothing in the forecast from that day on."""

import datetime as dt

from analytics.periods import Window
from sales.actions import lose_deal


def test_losing_a_deal_lowers_the_forecast(ask, deal, lin, too_dear, now):  # type: ignore[no-untyped-def]
    day = Window(dt.date(2024, 5, 11), dt.date(2024, 5, 11))
    before = ask("weighted_pipeline", day)
    lose_deal(deal, too_dear, by=lin)
    assert (before, ask("weighted_pipeline", day)) == (100, 0)
