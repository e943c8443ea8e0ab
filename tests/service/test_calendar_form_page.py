"""A calendar, its hours and its holidays are one form."""

import datetime as dt

from service.models import BusinessCalendar
from tests.sales.pages import press, text


def sent(hours=(), holidays=(), **said):
    found = {"name": "Office", **said}
    for prefix, rows in (("hours", hours), ("holidays", holidays)):
        found[f"{prefix}-TOTAL_FORMS"], found[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), "0"
        for number, row in enumerate(rows):
            found.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
    return found


MONDAY = {"weekday": "1", "opens": "09:00", "closes": "18:00"}


def test_it_works(sign_in, siv):
    sign_in(siv).post("/calendars/new/", sent([MONDAY], [{"day": "2024-05-01", "name": "Labour Day"}]))
    calendar = BusinessCalendar.objects.get()
    assert [str(row) for row in calendar.hours.all()] == ["Monday 09:00–18:00"]
    assert calendar.holidays.get().day == dt.date(2024, 5, 1)


def test_edit_replaces_the_rows(sign_in, siv, office):
    said = sent([{**MONDAY, "closes": "12:00"}], name="Office", version=office.version)
    press(sign_in(siv), "service:businesscalendar_edit", office, **said)
    assert [str(row) for row in office.hours.all()] == ["Monday 09:00–12:00"]


def test_closing_before_opening_is_told_in_the_row(sign_in, siv):
    answer = sign_in(siv).post("/calendars/new/", sent([{**MONDAY, "closes": "08:00"}]))
    assert "It closes before it opens." in text(answer)
    assert not BusinessCalendar.objects.exists()


def test_a_holiday_said_twice_is_refused(sign_in, siv):
    day = {"day": "2024-05-01", "name": "Labour Day"}
    assert "A day is a holiday only once." in text(sign_in(siv).post("/calendars/new/", sent([], [day, day])))


def test_an_agent_may_look_but_not_change(sign_in, ana, office):
    client = sign_in(ana)
    assert "Labour Day" in text(client.get(f"/calendars/{office.pk}/"))
    assert press(client, "service:businesscalendar_edit", office, **sent()).status_code == 403
