"""What a page was asked for: period, scope, variant, split. Anything unreadable is a sentence, a foreign scope is not
there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import current
from analytics import access
from analytics.dashboards import own_window
from analytics.fact import today
from analytics.kpi import Kpi, Period
from analytics.kpis import KPIS
from analytics.periods import DAY, Window, month_of, quarter_of, shift_month, trailing, year_of
from analytics.scopes import NAMED, Scope


def last_month(day: dt.date) -> Window:
    return month_of(day.replace(day=1) - DAY)


# name -> (label, window that a day gives)
PERIODS: dict[str, tuple[Any, Callable[[dt.date], Window]]] = {
    "today": (gettext_lazy("Today"), lambda day: Window(day, day)),
    "week": (gettext_lazy("This week"), lambda day: Window(day - day.weekday() * DAY, day)),
    "month": (gettext_lazy("This month"), lambda day: month_of(day).until(day)),
    "last_month": (gettext_lazy("Last month"), last_month),
    "quarter": (gettext_lazy("This quarter"), lambda day: quarter_of(day).until(day)),
    "year": (gettext_lazy("This year"), lambda day: year_of(day).until(day)),
    "last_365": (gettext_lazy("Last 365 days"), lambda day: trailing(day, 365)),
    "last_12": (
        gettext_lazy("Last 12 months"),
        lambda day: Window(shift_month(day.replace(day=1), -12), day.replace(day=1) - DAY),
    ),
}
CUSTOM = "custom"
USUAL = {
    Period.DAY: "month",
    Period.END_OF_DAY: "today",
    Period.MONTH_TO_DATE: "month",
    Period.QUARTER_TO_DATE: "quarter",
    Period.YEAR_TO_DATE: "year",
    Period.TRAILING_YEAR: "last_365",
    Period.SO_FAR: "today",
}
EARLIEST, LONGEST = dt.date(1990, 1, 1), 366 * 30


def before(period: str, window: Window) -> Window:
    """What a period is compared with: a year, quarter or week to date with the same days of the one before."""
    if period == "year":
        return window.year_before() or window.previous()
    if period == "quarter":
        return Window(shift_month(window.first, -3), shift_month(window.last, -3))
    if period == "week":
        return Window(window.first - 7 * DAY, window.last - 7 * DAY)
    if period == "today":
        return Window(window.first - DAY, window.first - DAY)
    return window.previous()


@dataclass(frozen=True)
class Asked:
    """A KPI over a window in a scope, as an address says it. ``wrong`` is a sentence where the address was not clear."""

    kpi: Kpi
    period: str
    window: Window
    scope: Scope
    variant: str = ""
    by: str = ""
    as_of: dt.date | None = None
    only: str = ""  # "category:5": one key of one dimension; "category:" rows without one
    wrong: str = ""

    @property
    def narrowed(self) -> dict[str, list[Any]]:
        """``only`` as filters of a reader."""
        name, _colon, key = self.only.partition(":")
        return {name: [key_of_dimension(name, key)]} if self.only else {}

    @property
    def before(self) -> Window:
        """What it is compared with."""
        return before(self.period, self.window)

    @property
    def params(self) -> dict[str, str]:
        """The address's parameters, with the days written out, so that a link kept for years opens the same figure."""
        found = {"from": str(self.window.first), "to": str(self.window.last), "scope": key_of(self.scope)}
        found |= {"variant": self.variant, "by": self.by, "as_of": str(self.as_of or ""), "only": self.only}
        return {name: value for name, value in found.items() if value}

    def url(self, name: str = "analytics:kpi_detail", **changes: Any) -> str:
        return address(name, self.kpi, {**self.params, **changes})

    @property
    def choices(self) -> dict[str, str]:
        """The parameters as the form has them: a named period stays one."""
        named = {"period": self.period} if self.period != CUSTOM else {}
        rest = {k: v for k, v in self.params.items() if k not in ("from", "to")} if named else self.params
        return {**named, **rest}

    @property
    def why_url(self) -> str:
        """Why it moved since the window it is compared with."""
        before = self.before
        return self.url("analytics:kpi_why", from0=str(before.first), to0=str(before.last))

    def link(self, **changes: Any) -> str:
        return address("analytics:kpi_detail", self.kpi, {**self.choices, **changes})


def address(name: str, kpi: Kpi, params: Mapping[str, Any]) -> str:
    given = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{reverse(name, args=[kpi.code])}?{urlencode(given)}"


def figure_url(kpi: Kpi, window: Window, scope: Scope) -> str:
    """The page of the very figure a tile shows."""
    return Asked(kpi, CUSTOM, window, scope).url()


def key_of(scope: Scope) -> str:
    return "company" if scope.kind == "company" else f"{scope.kind}:{scope.id}"


def kpi_for(user: Any, code: str) -> Kpi:
    """The KPI of a code if the person may read it; else it is not there."""
    kpi = KPIS.get(code)
    if kpi is None or not access.may_read(user, kpi):
        raise Http404
    return kpi


def scope_asked(user: Any, said: str) -> Scope:
    """The scope an address names; a foreign or unknown one is not there."""
    if not said:
        return access.own_scope(user)
    kind, _colon, number = said.partition(":")
    if kind not in ("company", "team", "owner") or not (kind == "company" or number.isdecimal() and len(number) < 18):
        raise Http404
    found = access.scope_for(user, kind, int(number or 0))
    if found is None:
        raise Http404
    return found


def asked(request: HttpRequest, code: str) -> Asked:
    kpi = kpi_for(request.user, code)
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    now = today(current.organisation())
    period, window, wrong = window_asked(kpi, given, now)
    variant, by = given.get("variant", ""), given.get("by", "")
    if variant and variant not in kpi.variants:
        variant, wrong = "", _("There is no variant “%s” of this KPI.") % variant[:60]
    if by and by not in kpi.dimensions:
        by, wrong = "", _("This KPI cannot be split by “%s”.") % by[:60]
    as_of, said = day_of(given.get("as_of", ""))
    scope = scope_asked(request.user, given.get("scope", ""))
    only = only_asked(kpi, scope, given.get("only", ""))
    return Asked(kpi, period, window, scope, variant, by, as_of, only, wrong or said)


def only_asked(kpi: Kpi, scope: Scope, said: str) -> str:
    """One key of a dimension. Whose figures they are is the scope's business: another person or team is not there."""
    name, colon, key = said.partition(":")
    if not said:
        return ""
    if not colon or name not in kpi.dimensions or len(key) > 120 or name == scope.kind or name == "team":
        raise Http404
    if name in NAMED and key and not (key.isdecimal() and len(key) < 18):
        raise Http404
    if name == "owner" and scope.kind == "owner":
        raise Http404
    return said


def key_of_dimension(name: str, key: str) -> Any:
    if not key:
        return None
    return int(key) if name in NAMED else key


def window_asked(kpi: Kpi, given: Mapping[str, str], now: dt.date) -> tuple[str, Window, str]:
    """(period, window, what was wrong): days when both are given, else a named period, else the KPI's usual one."""
    period = given.get("period", "")
    if period in PERIODS:
        return period, PERIODS[period][1](now), ""
    usual = USUAL[kpi.period]
    fallback = usual, own_window(kpi, PERIODS[usual][1](now))
    first, wrong_first = day_of(given.get("from", ""))
    last, wrong_last = day_of(given.get("to", ""))
    if wrong_first or wrong_last:
        return *fallback, wrong_first or wrong_last
    if first is None or last is None:
        half = first or last
        return *fallback, _("Give both days, the first and the last.") if half or period == CUSTOM else ""
    if last < first:
        return *fallback, _("The last day is before the first.")
    if first < EARLIEST or (last - first).days > LONGEST:
        return *fallback, _("This period is too long.")
    return CUSTOM, Window(first, last), ""


def day_of(said: str) -> tuple[dt.date | None, str]:
    """A day written YYYY-MM-DD, or a sentence."""
    if not said:
        return None, ""
    try:
        found = dt.date.fromisoformat(said)
    except ValueError:
        return None, _("“%s” is not a day; write it as 2026-01-31.") % said[:40]
    if found.year > 2200 or found < EARLIEST:
        return None, _("“%s” is too far away.") % said[:40]
    return found, ""
