"""A ticket of Friday 17:55 answered on Monday 9:05 waited ten open minutes, in the report as in the promise."""

import datetime as dt

from service.actions import answer_ticket, open_ticket
from service.models import BusinessCalendar, OpeningHours, Queue


def test_the_reported_wait_runs_on_the_queue_s_calendar(ask, ana, organisation):  # type: ignore[no-untyped-def]
    office = BusinessCalendar.objects.create(name="Office")
    for weekday in range(1, 6):
        OpeningHours.objects.create(calendar=office, weekday=weekday, opens=dt.time(9), closes=dt.time(18))
    queue = Queue.objects.create(name="Help", calendar=office)
    friday = dt.datetime(2024, 5, 10, 17, 55, tzinfo=organisation.zone)
    ticket = open_ticket(by=ana, subject="Help", queue=queue, opened_at=friday)
    answer_ticket(ticket, "Hello", by=ana, at=dt.datetime(2024, 5, 13, 9, 5, tzinfo=organisation.zone))
    assert ask("avg_first_response_time") == 10
