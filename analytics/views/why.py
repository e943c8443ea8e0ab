"""Why a KPI moved between two windows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics import access
from analytics.asked import Asked, asked, day_of, key_of
from analytics.dashboards import PageReader
from analytics.periods import Window
from analytics.scopes import key_labels
from analytics.views.kpi import reader_for, scope_label
from analytics.why import Why, dimensions_of, why
from crm_project.guard import guard

SHOWN = 40


@require_safe
@guard("view", access.VIEWED)
def kpi_why(request: HttpRequest, code: str) -> HttpResponse:
    """The change of a figure, cut by a dimension into parts that add up to it."""
    question = asked(request, code)
    dimensions = dimensions_of(question.kpi)
    by = question.by if question.by in dimensions else usual(question, dimensions)
    earlier, wrong = earlier_asked(request, question)
    context: dict[str, Any] = {
        "asked": question,
        "kpi": question.kpi,
        "title": question.kpi.label,
        "by": by,
        "dimensions": dimensions,
        "earlier": earlier,
        "wrong": question.wrong or wrong,
        "scope_label": scope_label(question.scope),
        "scope_key": key_of(question.scope),
    }
    try:
        found = explained(reader_for(question), question, earlier, by)
        context |= {"why": found, "rows": rows(request, question, found) if found else []}
    except ValueError as error:
        context["refused"] = str(error)
    return render(request, "analytics/why.html", context)


def explained(reader: PageReader, question: Asked, earlier: Window, by: str) -> Why | None:
    if not by:
        return None
    return why(reader, question.kpi, earlier, question.window, by, question.variant or None)


def usual(question: Asked, dimensions: list[str]) -> str:
    """What lies just below the scope."""
    wanted = {"company": "team", "team": "owner"}.get(question.scope.kind, "segment")
    if wanted in dimensions:
        return wanted
    return next((name for name in dimensions if name not in ("owner", "team")), "")


def earlier_asked(request: HttpRequest, question: Asked) -> tuple[Window, str]:
    first, wrong_first = day_of(request.GET.get("from0", "").replace("\x00", ""))
    last, wrong_last = day_of(request.GET.get("to0", "").replace("\x00", ""))
    if first and last and first > last:
        return question.before, _("The last day is before the first.")
    if first and last:
        return Window(first, last), ""
    return question.before, wrong_first or wrong_last


def rows(request: HttpRequest, question: Asked, found: Why) -> list[dict[str, Any]]:
    """The movers with names, each leading to its rows in both windows."""
    labels = key_labels(found.by, [mover.key for mover in found.movers])
    scopes = {key_of(scope) for scope in access.scopes_of(request.user)} if found.by in ("owner", "team") else set()
    windows = {"before": found.before.window, "after": found.after.window}
    return [
        {
            "mover": mover,
            "label": labels.get(mover.key, str(mover.key)),
            **{f"{side}_url": rows_url(question, found.by, mover.key, span, scopes) for side, span in windows.items()},
        }
        for mover in found.movers[:SHOWN]
    ]


def rows_url(question: Asked, by: str, key: Any, window: Window, scopes: set[str]) -> str:
    """The rows of a part in a window: of a person or team in their scope, of anything else narrowed to it."""
    days = {"from": str(window.first), "to": str(window.last), "side": "numerator", "by": ""}
    if by in ("owner", "team"):
        scope = f"{by}:{key}"
        return question.url("analytics:kpi_rows", **days, scope=scope) if scope in scopes else ""
    if question.only:
        return ""
    return question.url("analytics:kpi_rows", **days, only=f"{by}:{'' if key is None else key}")
