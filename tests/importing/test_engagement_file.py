"""Web events from a file: weighed by their day, known again the second time."""

from __future__ import annotations

import datetime as dt

from marketing.models import EngagementEvent, EngagementWeight
from tests.importing.conftest import Import, example, made

EVENTS = """Event,What,When,Company,Cookie,Hits,Pages,Robot
1,page view,2024-05-05 09:00,Wu Ltd,k1,3,7,no
2,log in,2024-05-06 10:00,,k2,1,,no
3,page view,2024-05-06 11:00,,k3,9,9,yes
4,page view,2024-05-06 12:00,,,1,1,no
5,dance,2024-05-06 12:00,,k1,1,1,no
"""


def test_events_twice(load: Import) -> None:
    EngagementWeight.objects.create(kind="visit", since=dt.date(2024, 1, 1), weight=2)
    first = load("engagement", EVENTS, example("engagement"))
    assert made(first) == (3, 0, 0, 2)
    assert made(load("engagement", EVENTS, example("engagement"))) == (0, 0, 3, 2)
    found = EngagementEvent.objects.order_by("external_id").values_list("points", "customer__name", "is_bot")
    assert list(found) == [(6, "Wu Ltd", False), (0, None, False), (18, None, True)]
