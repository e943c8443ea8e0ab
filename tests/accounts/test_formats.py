"""How figures are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.templatetags.formats import day, duration, moment, money, number, percent


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (93600, "1 d 2 h"),
        (-5, "−5 s"),
    ],
)
def test_duration(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize("write", [money, percent, number, duration, day, moment])
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_a_dash(write, nothing, db):
    assert write(nothing) == "—"


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1234.5", "CN¥1,234.50"), ("10000", "CN¥10,000"), ("-12.345", "-CN¥12.34"), ("0", "CN¥0.00")],
)
def test_money_in_home_currency(organisation, amount, text):
    assert money(Decimal(amount)) == text


def test_money_of_a_currency_without_cents():
    assert money(Decimal("1234"), "JPY") == "¥1,234"


def test_money_in_chinese(organisation):
    with translation.override("zh-hans"):
        assert money(Decimal("1234.5")) == "¥1,234.50"


def test_percent():
    assert percent(Decimal("0.1234")) == "12.3%"
    assert percent(Decimal("1.3")) == "130%"


def test_number():
    assert number(Decimal("1234567.891")) == "1,234,567.89"


def test_an_instant_is_on_the_organisation_s_day(organisation):
    assert day(dt.datetime(2025, 3, 1, 17, tzinfo=dt.UTC)) == "2 Mar 2025"
    assert moment(dt.datetime(2025, 3, 1, 17, tzinfo=dt.UTC)) == "2 Mar 2025 01:00"


def test_a_day_in_chinese_stays_on_one_line(organisation):
    with translation.override("zh-hans"):
        assert day(dt.date(2025, 3, 2)) == "2025-03-02"
