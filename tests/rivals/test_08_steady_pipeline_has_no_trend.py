"""What is open is counted as it stood at the end of each day: an older day has had no more time to close."""

import datetime as dt

from analytics.periods import Window


def test_an_unchanged_deal_is_worth_the_same_every_day(ask, deal, now):  # type: ignore[no-untyped-def]
    now.shift(dt.timedelta(days=90))
    days = [Window(day, day) for day in (dt.date(2024, 5, 10), dt.date(2024, 6, 10), dt.date(2024, 7, 10))]
    assert {ask("weighted_pipeline", day) for day in days} == {100}
