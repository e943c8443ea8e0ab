"""Records that a figure leaves out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics import access
from analytics.asked import Asked, asked
from analytics.fact import Fact
from analytics.left_out import knows, left_out_rows
from analytics.views.kpi import only_label, reader_for, scope_label
from crm_project.columns import readable
from crm_project.conceal import conceal
from crm_project.guard import guard

PAGE = 50


@require_safe
@guard("view", access.VIEWED)
def kpi_left_out(request: HttpRequest, code: str) -> HttpResponse:
    """The records of a window that one reason keeps out of a figure."""
    question = asked(request, code)
    fact = fact_asked(question, request.GET.get("fact", ""))
    reason = number_in(request.GET.get("why", ""), len(fact.excluded.reasons) if fact.excluded else 0)
    reader = reader_for(question)
    if fact.excluded is None or reason is None or not knows(fact, reader):
        raise Http404
    after = number_in(request.GET.get("after", "0"), 2**62) or 0
    rows = list(left_out_rows(reader, fact, reason, question.window, request.user).filter(pk__gt=after)[: PAGE + 1])
    conceal(request.user, rows, every=True, far=True)
    columns = readable(
        fact.excluded.model, fact.excluded.columns or fact.columns, request.user.may("read", fact.excluded.model)
    )
    context: dict[str, Any] = {
        "asked": question,
        "kpi": question.kpi,
        "title": question.kpi.label,
        "scope_label": scope_label(question.scope),
        "only_label": only_label(question),
        "reason": fact.excluded.reasons[reason][0],
        "model": fact.excluded.model,
        "rows": rows[:PAGE],
        "columns": columns,
        "next_url": following(question, fact, reason, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
    }
    return render(request, "analytics/kpi_left_out.html", context)


def fact_asked(question: Asked, name: str) -> Fact:
    for fact in question.kpi.facts:
        if fact.name == name and fact.excluded:
            return fact
    raise Http404


def number_in(text: str, below: int) -> int | None:
    """A number from zero up to, not including, ``below``."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else -1
    return number if 0 <= number < below else None


def following(question: Asked, fact: Fact, reason: int, last: int) -> str:
    return question.url("analytics:kpi_left_out", fact=fact.name, why=str(reason), by="", after=str(last))
