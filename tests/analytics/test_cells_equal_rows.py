"""What the cells say is what the rows say, for every KPI, scope and dimension."""

from __future__ import annotations

import pytest

from accounts.models import Organisation
from analytics.figures import Figure, Reader
from analytics.fill import fill
from analytics.kpis import KPIS
from tests.analytics.busy import Busy
from tests.analytics.conftest import questions


def sides(figure: Figure) -> tuple:
    parts = {
        (part.key, part.numerator, part.denominator) for part in figure.parts if part.numerator or part.denominator
    }
    return figure.value, figure.numerator, figure.denominator, parts


@pytest.mark.django_db
def test_every_figure_from_cells_is_the_figure_of_the_rows(filled: Busy, organisation: Organisation) -> None:
    wrong = []
    for kpi in KPIS.values():
        for n, (window, filters) in enumerate(questions(filled, organisation)):
            if not set(filters) <= set(kpi.dimensions):
                continue
            for by in [None, *kpi.dimensions[n % 6 :: 6]]:  # each dimension meets several scopes
                if by in filters:
                    continue
                stored = Reader(organisation, filters).figure(kpi, window, by=by)
                live = Reader(organisation, filters, live=True).figure(kpi, window, by=by)
                if sides(stored) != sides(live):
                    wrong.append((kpi.code, str(window), filters, by, sides(stored), sides(live)))
    assert not wrong


@pytest.mark.django_db
def test_a_change_that_waits_to_be_filled_is_in_the_figure_already(filled: Busy, organisation: Organisation) -> None:
    filled.order()
    window = questions(filled, organisation)[6][0]
    stored = Reader(organisation).figure(KPIS["transactions"], window).value
    assert stored == Reader(organisation, live=True).figure(KPIS["transactions"], window).value


@pytest.mark.django_db
def test_filling_twice_changes_nothing(filled: Busy) -> None:
    run = fill()
    assert run is not None and (run.days, run.published) == (0, 0)
