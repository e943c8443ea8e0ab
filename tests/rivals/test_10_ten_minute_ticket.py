"""A ticket solved in ten minutes took ten minutes, not a day."""

import datetime as dt
from decimal import Decimal

from service.actions import open_ticket, resolve_ticket


def test_ten_minutes_are_a_sixth_of_an_hour(ask, ana, now):  # type: ignore[no-untyped-def]
    opened = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)
    resolve_ticket(open_ticket(by=ana, subject="Help", opened_at=opened), by=ana)
    assert round(ask("avg_resolution_time") - Decimal(1) / 6, 12) == 0
