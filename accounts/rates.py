"""Turning amounts into home currency, once per amount, at the rate of a local day (rules.md G5)."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import ExchangeRate
from accounts.queries import organisation
from crm_project.errors import ActionRefused

SMALLEST = Decimal("0.0001")


def to_money(amount: Decimal) -> Decimal:
    """An amount with four decimals, half to even."""
    return amount.quantize(SMALLEST, rounding=ROUND_HALF_EVEN)


def to_home(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount in home currency, rounded once."""
    return to_money(amount * rate)


def rate_on(currency: str, day: dt.date) -> Decimal:
    """Home currency for one unit of ``currency`` on a local day; 1 for the home currency.

    Raises ActionRefused naming currency and day when no rate is known: a wrong amount is worse than none.
    """
    if currency == organisation().home_currency:
        return Decimal(1)
    known = ExchangeRate.objects.at(currency, day).first()
    if known is None:
        raise ActionRefused(
            _("There is no exchange rate for %(currency)s on %(day)s. Enter one, then try again.")
            % {"currency": currency or "?", "day": date_format(day, "Y-m-d")},
            field="currency",
        )
    return known.rate
