"""A question as it comes in an address or an API call, checked and turned into a reader and a window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation, Team, User
from analytics.access import own_scope, scope_for
from analytics.fact import today
from analytics.figures import Figure, Reader
from analytics.kpi import Kpi
from analytics.periods import Window, month_of
from analytics.scopes import Scope, category_filter


class OutOfScope(Exception):
    """The question is about a team or person the asker may not read, or one that does not exist: the same answer."""


@dataclass(frozen=True)
class Question:
    """Which KPI, when, about whom, how split."""

    kpi: Kpi
    reader: Reader
    window: Window
    scope: Scope
    variant: str | None
    by: str | None

    def figure(self) -> Figure:
        return self.reader.figure(self.kpi, self.window, variant=self.variant, by=self.by)


def question(kpi: Kpi, asker: Any, given: Mapping[str, Any], organisation: Organisation) -> Question:
    """Read ``from``, ``to``, ``team`` or ``owner`` (number or name), ``category``, ``variant``, ``by``, ``as_of``, ``live``.

    Without days the month to date. A ValueError is a sentence for the asker; OutOfScope means 404.
    """
    now = today(organisation)
    first, last = day(given, "from"), day(given, "to")
    if last is None:
        last = now if first is None or first <= now else month_of(first).last
    first = first or last.replace(day=1)
    if last < first:
        raise ValueError(_("The window ends before it begins."))
    scope = asked_scope(asker, given)
    filters = scope.filters()
    if name := given.get("category"):
        filters |= category_filter(name)
        scope = replace(scope, label=" · ".join(filter(None, [scope.label, name])))
    variant = given.get("variant") or None
    kpi.variant(variant)
    reader = Reader(organisation, filters, as_of=day(given, "as_of"), live=truth(given.get("live")))
    return Question(kpi, reader, Window(first, last), scope, variant, given.get("by") or None)


def day(given: Mapping[str, Any], name: str) -> dt.date | None:
    text = given.get(name)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day; write it like 2026-03-31.") % {"text": str(text)[:40]}) from None


def truth(text: Any) -> bool:
    return str(text or "").lower() in ("1", "true", "yes", "on")


def asked_scope(asker: Any, given: Mapping[str, Any]) -> Scope:
    """The scope named by number or by name, or the asker's own."""
    for kind, model, names in (("team", Team, ("name",)), ("owner", User, ("username", "display_name"))):
        if text := given.get(kind):
            pk = int(text) if str(text).isdecimal() and len(str(text)) < 19 else number_of(model, names, str(text))
            scope = scope_for(asker, kind, pk)
            if scope is None:
                raise OutOfScope
            return scope
    if given.get("scope") == "company":
        scope = scope_for(asker, "company", 0)
        if scope is None:
            raise OutOfScope
        return scope
    return own_scope(asker)


def number_of(model: Any, names: tuple[str, ...], text: str) -> int:
    for name in names:
        found = model._default_manager.filter(**{name: text}).values_list("pk", flat=True).first()
        if found:
            return found
    return 0
