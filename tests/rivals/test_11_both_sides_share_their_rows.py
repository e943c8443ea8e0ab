"""Numerator and denominator are counted over the same rows: a reopened ticket leaves both."""

import datetime as dt

from accounts.models import Organisation
from analytics.figures import Reader
from analytics.kpis import KPIS
from service.actions import open_ticket, reopen_ticket, resolve_ticket
from tests.rivals.conftest import MAY


def test_a_reopened_ticket_leaves_both_sides(organisation: Organisation, ana, now):  # type: ignore[no-untyped-def]
    ticket = resolve_ticket(open_ticket(by=ana, subject="Help", opened_at=dt.datetime.now(dt.UTC)), by=ana)
    reopen_ticket(ticket, by=ana)
    figure = Reader(organisation).figure(KPIS["avg_resolution_time"], MAY)
    assert (figure.numerator, figure.denominator) == (0, 0)
