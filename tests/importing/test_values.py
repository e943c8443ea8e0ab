"""Cells into values."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal

import pytest

from crm_project.importing import values
from crm_project.importing.errors import BadValue
from crm_project.importing.values import Style

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
COMMA = Style(decimal=",", thousands=".")


@pytest.mark.parametrize(
    ("cell", "style", "value"),
    [
        ("1234.5", Style(), "1234.5"),
        ("1,234.50", Style(), "1234.5"),
        ("1.234,50", COMMA, "1234.5"),
        ("0,5", COMMA, "0.5"),
        ("¥1,234", Style(), "1234"),
        ("USD 12.30", Style(), "12.3"),
        ("12.30 €", Style(), "12.3"),
        ("(12.00)", Style(), "-12"),
        ("12-", Style(), "-12"),
        ("-$5", Style(), "-5"),
        ("20%", Style(), "0.2"),
        ("１２", Style(), "12"),
        ("1E-3", Style(), "0.001"),
        ("1 234", Style(), "1234"),
    ],
)
def test_numbers(cell: str, style: Style, value: str) -> None:
    assert values.number(cell, style) == Decimal(value)


@pytest.mark.parametrize("cell", ["abc", "1,23", "1.2.3", "NaN", "inf", "12 apples", "--5", "1,2345.0", ""])
def test_not_numbers(cell: str) -> None:
    with pytest.raises(BadValue):
        values.number(cell, Style())


@pytest.mark.parametrize(
    ("cell", "seconds"), [("75", 75), ("1:15", 75), ("0:01:15", 75), ("6:00:12", 21612), ("1.5", 2), ("0", 0)]
)
def test_durations(cell: str, seconds: int) -> None:
    assert values.duration(cell, Style()) == seconds


@pytest.mark.parametrize("cell", ["-5", "1:2:3:4", "soon", "1:-2"])
def test_not_durations(cell: str) -> None:
    with pytest.raises(BadValue):
        values.duration(cell, Style())


def moment(cell: str, *formats: str) -> dt.datetime:
    return values.moment(cell, Style(formats=formats, zone=zoneinfo.ZoneInfo("UTC"), home_zone=SHANGHAI))


def test_a_day_is_the_organisations_day() -> None:
    assert moment("2024-03-01").astimezone(SHANGHAI).isoformat() == "2024-03-01T00:00:00+08:00"


def test_a_time_is_in_the_files_zone() -> None:
    assert moment("2024-03-01 06:00").isoformat() == "2024-03-01T06:00:00+00:00"


def test_an_offset_wins() -> None:
    assert moment("2024-03-01T06:00:00-05:00").hour == 11


@pytest.mark.parametrize("cell", ["2024/3/1 6:00", "2024年03月01日 06:00", "2024.03.01 06:00:00"])
def test_year_first_needs_no_format(cell: str) -> None:
    assert moment(cell).isoformat() == "2024-03-01T06:00:00+00:00"


def test_two_readings_are_refused() -> None:
    with pytest.raises(BadValue, match="two dates"):
        moment("03/01/2024")


def test_format_given() -> None:
    assert moment("990101 6:00:12", "%y%m%d %H:%M:%S").isoformat() == "1999-01-01T06:00:12+00:00"
