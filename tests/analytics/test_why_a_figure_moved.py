"""The effects of the parts add up to the change of the figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from analytics.fact import today
from analytics.figures import Figure, Reader
from analytics.kpis import KPIS
from analytics.periods import trailing
from analytics.why import certainty, dimensions_of, why
from tests.analytics.busy import Busy


@pytest.mark.django_db
def test_effects_add_up_for_every_kpi_and_dimension(filled: Busy, organisation: Organisation) -> None:
    later = trailing(today(organisation), 60)
    wrong = []
    for kpi in KPIS.values():
        for by in dimensions_of(kpi)[:3]:
            found = why(Reader(organisation), kpi, later.previous(), later, by)
            if found is None:
                continue
            together = sum((mover.total for mover in found.movers), Decimal(0)) + found.overlap
            if abs(together - found.total) > Decimal("1e-9"):
                wrong.append((kpi.code, by, together, found.total))
    assert not wrong


def test_the_page_opens_for_every_kpi(sign_in, eva, filled):
    client = sign_in(eva)
    answers = {code: client.get(reverse("analytics:kpi_why", args=[code])).status_code for code in KPIS}
    assert set(answers.values()) == {200}


def test_two_windows_may_be_named(sign_in, eva, filled):
    url = reverse("analytics:kpi_why", args=["win_rate"])
    answer = sign_in(eva).get(f"{url}?from=2026-02-01&to=2026-02-28&from0=2025-02-01&to0=2025-02-28&by=segment")
    assert str(answer.context["earlier"]) == "2025-02-01 – 2025-02-28"


@pytest.mark.parametrize("said", ["from0=x&to0=y", "from0=2026-03-02&to0=2026-03-01", "by=nothing", "scope=team:999"])
def test_nonsense_is_not_an_error(sign_in, eva, filled, said):
    answer = sign_in(eva).get(f"{reverse('analytics:kpi_why', args=['win_rate'])}?{said}")
    assert answer.status_code in (200, 404)


def figure(code: str, numerator: int, denominator: int, window) -> Figure:
    n, d = Decimal(numerator), Decimal(denominator)
    return Figure(KPIS[code], window, n / d, n, d)


def test_a_share_has_limits(organisation):
    found = certainty(figure("win_rate", 8, 10, trailing(today(organisation), 30)))
    assert found is not None and found.few
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (Decimal("0.4902"), Decimal("0.9433"))


def test_money_for_each_order_has_a_number_but_no_limits(organisation):
    found = certainty(figure("average_order_size", 4200, 60, trailing(today(organisation), 30)))
    assert found is not None and (found.n, found.low, found.few) == (60, None, False)
