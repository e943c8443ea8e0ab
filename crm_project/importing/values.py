"""Cells into values. Every function takes what stood in a cell and raises BadValue with the reason."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from crm_project.importing.errors import BadValue

UTC = zoneinfo.ZoneInfo("UTC")
YES = {"yes", "y", "true", "t", "1", "x", "是", "对", "真"}
NO = {"no", "n", "false", "f", "0", "否", "错", "假"}
CURRENCY_SIGNS = re.compile(r"^(?:[A-Z]{3}(?=[\s\d.,(-])|R\$|US\$|HK\$|[$€£¥￥₹元])|(?:[A-Z]{3}|[$€£¥￥₹元])$")
PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
ISO_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
UNITS = {
    "milliseconds": Decimal("0.001"),
    "seconds": Decimal(1),
    "minutes": Decimal(60),
    "hours": Decimal(3600),
    "days": Decimal(86400),
}
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
TIME_FORMATS = (
    " %H:%M:%S",
    " %H:%M",
    " %H:%M:%S.%f",
    " %I:%M:%S %p",
    " %I:%M %p",
    "T%H:%M:%S",
    "T%H:%M",
    "T%H:%M:%S.%f",
)


@dataclass(frozen=True)
class Style:
    """How numbers and moments are written in a file or one of its columns."""

    decimal: str = "."
    thousands: str = ","
    formats: tuple[str, ...] = ()
    zone: zoneinfo.ZoneInfo = UTC
    home_zone: zoneinfo.ZoneInfo = UTC
    unit: str = "seconds"


def text(cell: Any) -> str:
    """A cell as trimmed text."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell).strip()


def number(cell: str, style: Style) -> Decimal:
    """A number as a person writes it: currency sign, thousands, brackets or a trailing minus for negative, percent."""
    if style.decimal == "." and PLAIN.fullmatch(cell):
        return Decimal(cell)
    plain = CURRENCY_SIGNS.sub("", unicodedata.normalize("NFKC", cell).strip().replace("−", "-"))
    plain = re.sub(r"[\s'’]", "", CURRENCY_SIGNS.sub("", plain.strip()))
    if plain.count("-") + plain.count("(") > 1:
        raise BadValue(_("“%s” is not a number") % cell)
    negative = plain.startswith(("-", "(")) or plain.endswith("-")
    plain = plain.strip("+-()")
    share = plain.endswith("%")
    plain = _ungrouped(CURRENCY_SIGNS.sub("", plain.rstrip("%")), style, cell)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise BadValue(_("“%s” is not a number") % cell) from None
    if not value.is_finite():
        raise BadValue(_("“%s” is not a number") % cell)
    value = value / 100 if share else value
    return -value if negative else value


def _ungrouped(plain: str, style: Style, cell: str) -> str:
    whole, point, rest = plain.partition(style.decimal)
    if style.thousands and style.thousands in whole:
        first, *groups = whole.split(style.thousands)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            raise BadValue(_("“%s” is not a number with these decimal and thousands signs") % cell)
        whole = first + "".join(groups)
    return f"{whole or '0'}.{rest}" if point else whole


def money(cell: str, style: Style, places: int = 4) -> Decimal:
    """A number rounded half to even to what the tables hold."""
    return rounded(number(cell, style), places)


def rounded(value: Decimal, places: int = 4) -> Decimal:
    try:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    except InvalidOperation:
        raise BadValue(_("“%s” is too large a number") % value) from None


def whole(cell: str, style: Style) -> int:
    value = number(cell, style)
    if value != value.to_integral_value():
        raise BadValue(_("“%s” is not a whole number") % cell)
    return int(value)


def yes_no(cell: str) -> bool:
    word = cell.lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadValue(_("“%s” is neither yes nor no") % cell)


def duration(cell: str, style: Style) -> int:
    """Whole seconds from h:m:s, m:s or a number in the column's unit."""
    parts = cell.split(":")
    if len(parts) > 1:
        try:
            numbers = [Decimal(part) for part in parts]
        except InvalidOperation:
            raise BadValue(_("“%s” is not a duration") % cell) from None
        if len(parts) > 3 or any(value < 0 for value in numbers):
            raise BadValue(_("“%s” is not a duration") % cell)
        seconds = sum((value * 60**power for power, value in enumerate(reversed(numbers))), Decimal(0))
    else:
        seconds = number(cell, style) * UNITS[style.unit]
    if not 0 <= seconds < 2**31:
        raise BadValue(_("“%s” is not a duration") % cell)
    return int(rounded(seconds, 0))


def day(cell: Any, style: Style) -> dt.date:
    """A calendar day; of a moment, the day in the organisation's time zone."""
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return cell
    return moment(cell, style).astimezone(style.home_zone).date()


def moment(cell: Any, style: Style) -> dt.datetime:
    """An instant. A day without a time is its first moment in the organisation's time zone, so it stays that day."""
    found, timed = _when(cell, style.formats)
    if found.tzinfo is not None:
        return found.astimezone(dt.UTC)
    zone = style.zone if timed else style.home_zone
    try:
        return found.replace(tzinfo=zone).astimezone(dt.UTC)
    except OverflowError:
        raise BadValue(_("“%s” is not a date we can keep") % cell) from None


def _when(cell: Any, formats: Sequence[str]) -> tuple[dt.datetime, bool]:
    if isinstance(cell, dt.datetime):
        return cell, cell.time() != dt.time()
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time()), False
    for form in formats:
        try:
            return dt.datetime.strptime(cell, form), _has_time(form)  # noqa: DTZ007 - its zone is the mapping's
        except ValueError:
            continue
    found = _usual(cell)
    if found is None:
        raise BadValue(_not_a_date(cell, formats))
    return found


def _has_time(form: str) -> bool:
    return any(sign in form for sign in ("%H", "%I", "%X", "%c"))


def _usual(cell: str) -> tuple[dt.datetime, bool] | None:
    """Year first: nothing to guess."""
    try:
        found = dt.datetime.fromisoformat(cell)
        return found, len(cell) > 10
    except ValueError:
        pass
    for form in DAY_FORMATS:
        for time in ("", *TIME_FORMATS):
            try:
                return dt.datetime.strptime(cell, form + time), bool(time)  # noqa: DTZ007
            except ValueError:
                continue
    return None


def _not_a_date(cell: str, formats: Sequence[str]) -> str:
    if formats:
        return _("“%(cell)s” is not a date written as %(formats)s") % {"cell": cell, "formats": ", ".join(formats)}
    if re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", cell):
        return _("“%s” can be read as two dates; give the format in the mapping") % cell
    return _("“%s” is not a date") % cell
