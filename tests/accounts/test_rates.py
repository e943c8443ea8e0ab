"""The exchange rate of a local day."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import ExchangeRate, Organisation
from accounts.rates import rate_on, to_home
from crm_project.errors import ActionRefused


@pytest.fixture(autouse=True)
def rates(organisation: Organisation) -> None:
    for day, rate in ((1, "7.10"), (10, "7.25")):
        ExchangeRate.objects.create(currency="USD", day=dt.date(2024, 5, day), rate=Decimal(rate))


def test_it_works() -> None:
    assert rate_on("USD", dt.date(2024, 5, 10)) == Decimal("7.25")


def test_a_rate_stands_until_the_next() -> None:
    assert rate_on("USD", dt.date(2024, 5, 9)) == Decimal("7.10")


def test_home_is_one() -> None:
    assert rate_on("CNY", dt.date(2024, 5, 9)) == 1


def test_a_missing_rate_names_currency_and_day() -> None:
    with pytest.raises(ActionRefused) as refused:
        rate_on("USD", dt.date(2024, 4, 30))
    assert "USD" in str(refused.value)
    assert "2024-04-30" in str(refused.value)


def test_half_goes_to_even() -> None:
    assert [to_home(Decimal("0.00005"), Decimal(1)), to_home(Decimal("0.00015"), Decimal(1))] == [
        Decimal("0.0000"),
        Decimal("0.0002"),
    ]
