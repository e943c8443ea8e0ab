"""A queue that keeps office hours, and the moments the service tests happen at."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Organisation, Team
from service.actions import save_calendar
from service.models import BusinessCalendar, Queue

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A moment of 2024 in Shanghai."""
    return dt.datetime(2024, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def now(time_machine: Any) -> Any:
    """Friday, 10 May 2024, noon in Shanghai."""
    time_machine.move_to(local(5, 10, 12), tick=False)
    return time_machine


@pytest.fixture
def office(organisation: Organisation) -> BusinessCalendar:
    """Monday to Friday, nine to six, closed on 1 May."""
    hours = [{"weekday": day, "opens": dt.time(9), "closes": dt.time(18)} for day in range(1, 6)]
    holidays = [{"day": dt.date(2024, 5, 1), "name": "Labour Day"}]
    return save_calendar(BusinessCalendar(), {"name": "Office", "hours": hours, "holidays": holidays}, by=None)


@pytest.fixture
def desk(office: BusinessCalendar, service_team: Team) -> Queue:
    return Queue.objects.create(name="Desk", team=service_team, calendar=office)
