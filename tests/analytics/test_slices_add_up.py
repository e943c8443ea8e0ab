"""The parts of an additive side add up to the whole, whatever it is split by."""

from __future__ import annotations

import pytest

from accounts.models import Organisation
from analytics.figures import Reader
from analytics.kpi import Kpi
from analytics.kpis import KPIS
from tests.analytics.busy import Busy
from tests.analytics.conftest import questions

ADDITIVE = [kpi for kpi in KPIS.values() if kpi.additive]


@pytest.mark.django_db
def test_parts_add_up_to_the_whole(filled: Busy, organisation: Organisation) -> None:
    wrong = []
    for kpi in ADDITIVE:
        for window, filters in questions(filled, organisation)[3:9]:
            for by in set(kpi.dimensions) - set(filters) - kpi.whole_below:
                figure = Reader(organisation, filters).figure(kpi, window, by=by)
                if difference(figure, kpi):
                    wrong.append((kpi.code, str(window), filters, by))
    assert not wrong


def difference(figure, kpi: Kpi) -> bool:  # type: ignore[no-untyped-def]
    """In the unit of the rows, where nothing has been divided yet."""
    upper = sum(part.numerator * kpi.unit.scale for part in figure.parts)
    lower = sum(part.denominator or 0 for part in figure.parts)
    return round(upper - figure.numerator * kpi.unit.scale, 12) != 0 or lower != (figure.denominator or 0)
