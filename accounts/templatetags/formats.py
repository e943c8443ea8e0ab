"""How money, shares, durations, numbers and days are written. The one place for it; nothing is "—"."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_currency, format_decimal, format_percent
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import current

register = template.Library()

NOTHING = "—"
LOCALES = {"zh-hans": "zh_Hans_CN"}


def locale() -> str:
    return LOCALES.get(get_language() or "en", "en_US")


def decimal(value: Any) -> Decimal | None:
    """``value`` as a Decimal; None when it is empty or no number."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@register.filter
def money(value: Any, currency: str = "") -> str:
    """¥1,234.50. In home currency unless told; cents are left out of whole amounts from 10,000 on."""
    amount = decimal(value)
    if amount is None:
        return NOTHING
    code = currency or current.organisation().home_currency
    whole = abs(amount) >= 10_000 and amount == amount.to_integral_value()
    return format_currency(amount, code, "¤#,##0" if whole else None, locale=locale(), currency_digits=not whole)


@register.filter
def percent(value: Any, digits: int = 1) -> str:
    """0.123 is 12.3%."""
    share = decimal(value)
    if share is None:
        return NOTHING
    return format_percent(share, "#,##0." + "#" * digits + "%" if digits else "#,##0%", locale=locale())


@register.filter
def number(value: Any, digits: int = 2) -> str:
    """1,234.5, at most ``digits`` decimals, half to even."""
    amount = decimal(value)
    if amount is None:
        return NOTHING
    rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN) if amount.adjusted() < 20 else amount
    return format_decimal(rounded, "#,##0." + "#" * digits if digits else "#,##0", locale=locale())


@register.filter
def duration(value: Any) -> str:
    """Seconds as the two largest units: 3 min 20 s, 2 h 5 min, 4 d 3 h."""
    seconds = decimal(value)
    if seconds is None:
        return NOTHING
    sign, left = ("−" if seconds < 0 else ""), int(abs(seconds).to_integral_value(ROUND_HALF_EVEN))
    units = ((86400, _("%d d")), (3600, _("%d h")), (60, _("%d min")), (1, _("%d s")))
    for place, (size, text) in enumerate(units):
        if left >= size or size == 1:
            first, rest = divmod(left, size)
            parts = [text % first]
            if rest and place + 1 < len(units) and rest // units[place + 1][0]:
                parts.append(units[place + 1][1] % (rest // units[place + 1][0]))
            return sign + " ".join(parts)
    return NOTHING


@register.filter
def day(value: Any) -> str:
    """22 Nov 2026, in Chinese 2026-11-22: a date, or the organisation's day of an instant."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value, current.organisation().zone).date()
    return date_format(value, "Y-m-d" if get_language() == "zh-hans" else "j M Y") if value else NOTHING


@register.filter
def moment(value: Any) -> str:
    """An instant on the organisation's clock."""
    if not value:
        return NOTHING
    local = timezone.localtime(value, current.organisation().zone)
    return f"{day(local.date())} {local:%H:%M}"


@register.filter
def ago(value: dt.datetime | None) -> str:
    """How long since an instant, in one unit: 5 min ago, 3 d ago; a date from a month on."""
    if not value:
        return NOTHING
    seconds = int((timezone.now() - value).total_seconds())
    if not 0 <= seconds < 30 * 86400:
        return day(value)
    if seconds < 60:
        return _("just now")
    size, text = next(
        found for found in ((86400, _("%d d ago")), (3600, _("%d h ago")), (60, _("%d min ago"))) if seconds >= found[0]
    )
    return text % (seconds // size)
