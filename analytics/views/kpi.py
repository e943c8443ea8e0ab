"""The page of a KPI, the rows behind it, and the catalogue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import current
from analytics import access, charts
from analytics.asked import CUSTOM, PERIODS, Asked, asked, key_of
from analytics.behind import SIDES, Behind, hide_names, rows_behind, targets_behind, terms_of
from analytics.catalogue import in_chinese, in_english
from analytics.charts import basis, step_for, trend
from analytics.compare import Goals, change
from analytics.dashboards import PageReader
from analytics.fact import Fact, today
from analytics.figures import Figure, Part
from analytics.formula import Ratio
from analytics.kpi import Area, Derived, Kpi, Percentile, Unit
from analytics.models import Target
from analytics.sceptic import definition, entry_page, proof
from analytics.scopes import Scope, key_labels
from analytics.templatetags.figures import dimension, in_unit
from analytics.tiles import needed
from crm_project.columns import readable
from crm_project.guard import guard
from crm_project.pages import Column
from crm_project.rows_read import showed

SHOWN_PARTS = 15
QUOTAS = ("sales_quota", "sales_quota_attainment")


@require_safe
@guard("view", access.VIEWED)
def kpi_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One KPI over a period in a scope: value, target, trend, split, and how to check it."""
    question = with_split(asked(request, code))
    reader = reader_for(question)
    context = {"asked": question, "kpi": question.kpi, "title": question.kpi.label, **choices(request, question)}
    try:
        context |= answer(request, question, reader)
    except ValueError as error:
        context["refused"] = str(error)
    return render(request, "analytics/kpi_detail.html", context)


def with_split(question: Asked) -> Asked:
    """Split by what lies just below the scope, unless something else was asked for."""
    usual = {"company": "team", "team": "owner"}.get(question.scope.kind, "segment")
    if question.by or usual not in question.kpi.dimensions:
        return question
    return replace(question, by=usual)


def reader_for(question: Asked) -> PageReader:
    reader = PageReader(current.organisation(), question.scope, as_of=question.as_of)
    reader.filters |= question.narrowed
    return reader


def choices(request: HttpRequest, question: Asked) -> dict[str, Any]:
    """What the pickers offer."""
    return {
        "periods": [*((name, label) for name, (label, _window) in PERIODS.items()), (CUSTOM, _("From … to …"))],
        "scopes": [(key_of(scope), scope_label(scope)) for scope in access.scopes_of(request.user)],
        "scope_key": key_of(question.scope),
        "scope_label": scope_label(question.scope),
        "only_label": only_label(question),
        "steps": [("day", _("days")), ("week", _("weeks")), ("month", _("months"))],
    }


def only_label(question: Asked) -> str:
    """“Category: Furniture” where one key of a dimension is looked at."""
    for name, (key,) in question.narrowed.items():
        return f"{dimension(name)}: {key_labels(name, [key]).get(key, key)}"
    return ""


def scope_label(scope: Scope) -> str:
    return scope.label or _("Company")


def answer(request: HttpRequest, question: Asked, reader: PageReader) -> dict[str, Any]:
    kpi, user = question.kpi, request.user
    if reader.filters == reader.scope_filters and question.as_of is None:
        reader.load([kpi], [question.window, question.before])
    figure = reader.figure(kpi, question.window, variant=question.variant, by=question.by or None)
    before = reader.figure(kpi, question.before, variant=question.variant)
    missing = missing_inputs(reader, kpi, user)
    blocked = any(item["blocks"] for item in missing)
    step = step_for(question.window, request.GET.get("step", ""))
    points = trend(reader, kpi, question.window, step, question.variant)
    return {
        "figure": figure,
        "value": None if blocked else figure.value,
        "before": before,
        "change": None if blocked else change(kpi, figure.value, before.value),
        "goal": None
        if question.variant or question.only or blocked
        else Goals(reader, [kpi]).goal(kpi, question.window, figure.value),
        "missing": missing,
        "blocked": blocked,
        "waits": reader.changes_wait(kpi) or not reader.is_filled(kpi),
        **definition(question, reader),
        "organisation": current.organisation(),
        "is_money": kpi.unit in (Unit.MONEY, Unit.MONEY_PER, Unit.MONEY_PER_DAY),
        "running": question.window.first <= today(reader.organisation) <= question.window.last,
        "sides": sides_of(question, figure),
        "step": step,
        "points": points,
        "trend_basis": basis(kpi),
        "chart": chart(question, points, request.LANGUAGE_CODE),
        **proof(question, reader, user),
        **split(request, question, figure),
    }


def missing_inputs(reader: PageReader, kpi: Kpi, user: Any) -> list[dict[str, Any]]:
    """Inputs of which there is not one record, where to enter them, and whether nothing can be said without."""
    found = [
        {"label": fact.label, "url": entry_page(fact, user), "blocks": fact.name in needed(kpi)}
        for fact in reader.missing_facts(kpi)
    ]
    if kpi.code in QUOTAS and not reader.book.rows:
        url = reverse("analytics:quotas") if user.can("change", "analytics.target") else ""
        found.append({"label": _("sales targets"), "url": url, "blocks": True})
    return found


def sides_of(question: Asked, figure: Figure) -> list[dict[str, Any]]:
    """Numerator and denominator, each leading to its rows."""
    formula = question.kpi.variants.get(question.variant, question.kpi.formula)
    values = {"numerator": figure.numerator, "denominator": figure.denominator}
    if isinstance(formula, Ratio):
        both = {"numerator": formula.numerator, "denominator": formula.denominator}
        names = {side: str(part) for side, part in both.items() if part is not None}
    elif isinstance(formula, Percentile):
        names = {"numerator": _("rows")}
        values["numerator"] = figure.denominator
    elif figure.denominator is None or figure.numerator == figure.value:
        names = {"numerator": _("rows")}
    else:
        names = {"numerator": _("upper side"), "denominator": _("lower side")}
    return [
        {"name": label, "value": values[side], "url": question.url("analytics:kpi_rows", side=side, by="")}
        for side, label in names.items()
    ]


def split(request: HttpRequest, question: Asked, figure: Figure) -> dict[str, Any]:
    """The parts of a figure by one dimension, the biggest first, and the tabs to the others."""
    if not question.by:
        return {"parts": []}
    labels = key_labels(question.by, [part.key for part in figure.parts])
    ordered = sorted(figure.parts, key=lambda part: -(part.numerator or Decimal(0)))
    every = request.GET.get("all") == "1"
    shown = ordered if every else ordered[:SHOWN_PARTS]
    links = {key_of(scope) for scope in access.scopes_of(request.user)} if question.by in ("owner", "team") else set()
    most = max((abs(part.value) for part in ordered if part.value is not None), default=Decimal(0))
    return {
        "parts": [
            {
                "part": part,
                "label": labels.get(part.key, str(part.key)),
                "url": part_url(question, part, links),
                "rows_url": part_rows_url(question, part),
            }
            for part in shown
        ],
        "most": most,
        "hidden_parts": len(ordered) - len(shown),
        "all_parts_url": question.link(all="1") + "#split",
    }


def part_url(question: Asked, part: Part, links: set[str]) -> str:
    key = f"{question.by}:{part.key}"
    return question.link(scope=key) if key in links else ""


def part_rows_url(question: Asked, part: Part) -> str:
    """The rows of one part; of a person or team, in their scope."""
    if isinstance(question.kpi, Derived) or question.only:
        return ""
    if question.by == "team" or question.by == question.scope.kind:
        return ""
    only = f"{question.by}:{'' if part.key is None else part.key}"
    return question.url("analytics:kpi_rows", side="numerator", by="", only=only)


def chart(question: Asked, points: list[charts.Point], language: str) -> dict[str, Any]:
    """What the chart script draws; labels are written here, so that they are the same as on the page."""
    target = question.kpi.target
    return {
        "labels": [point.label for point in points],
        "values": [None if point.value is None else float(point.value) for point in points],
        "texts": [in_unit(point.value, question.kpi) for point in points],
        "name": question.kpi.label,
        "unit": question.kpi.unit.code,
        "target": float(target) if target else None,
        "target_name": _("target"),
        "language": language,
        "bars": question.kpi.additive and question.kpi.unit in (Unit.MONEY, Unit.COUNT),
    }


@require_safe
@guard("view", access.VIEWED)
def kpi_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The very rows one side of a figure is made of."""
    question = asked(request, code)
    side = request.GET.get("side", "numerator")
    if side not in SIDES:
        raise Http404
    if code == "channel_effectiveness":  # counts channels, not rows
        return redirect(f"{reverse('analytics:channel_list')}?{urlencode(question.params)}")
    reader = reader_for(question)
    context: dict[str, Any] = {"asked": question, "kpi": question.kpi, "side": side, "title": question.kpi.label}
    if may_export(request.user, question, side):
        context["export_url"] = question.url("analytics:kpi_rows_export", side=side, by="")
    context |= {"scope_label": scope_label(question.scope), "only_label": only_label(question)}
    try:
        context |= rows_of(request, question, reader, side)
    except ValueError as error:
        context["refused"] = str(error)
    return render(request, "analytics/kpi_rows.html", context)


def counts_targets(code: str, side: str) -> bool:
    """Whether a side is made of targets, not of what happened."""
    return code == "sales_quota" or (code == "sales_quota_attainment" and side == "denominator")


def may_export(user: Any, question: Asked, side: str) -> bool:
    """Whether a person may take out the figures' rows and at least one kind of record among them."""
    if not user.can("export", access.VIEWED) or question.kpi.code == "channel_effectiveness":
        return False
    if counts_targets(question.kpi.code, side):
        return bool(user.can("export", Target))
    try:
        terms = terms_of(question.kpi, side, question.window, question.variant or None)
    except ValueError:
        return False
    return any(user.can("export", term.measure.fact.model) for term in terms)


def rows_of(request: HttpRequest, question: Asked, reader: PageReader, side: str) -> dict[str, Any]:
    kpi, after = question.kpi, request.GET.get("after", "").replace("\x00", "")
    figure = reader.figure(kpi, question.window, variant=question.variant)
    if counts_targets(kpi.code, side):
        rows = targets_behind(reader, question.window)
        return {"figure": figure, "targets": rows, "count": len(rows), "total": sum(row.amount for row in rows)}
    behind = rows_behind(reader, kpi, question.window, side, variant=question.variant or None, after=after)
    tables, hidden = tables_of(behind, request.user)
    for term in {row.term for row in behind.rows}:
        showed(request, behind.terms[term].measure.fact.model, sum(row.term == term for row in behind.rows))
    scale = kpi.unit.scale
    is_count = all(term.measure.value is None for term in behind.terms)
    return {
        "figure": figure,
        "value": figure.numerator if side == "numerator" else figure.denominator,
        "weighted": isinstance(kpi, Derived) and kpi.weighted,
        "tables": tables,
        "hidden": hidden,
        "count": behind.count,
        "total": behind.total / scale if side == "numerator" and not is_count else behind.total,
        "raw_total": behind.total if scale != 1 and side == "numerator" and not is_count else None,
        "next_url": question.url("analytics:kpi_rows", side=side, by="", after=behind.following)
        if behind.following
        else "",
        "first_url": question.url("analytics:kpi_rows", side=side, by="") if after else "",
    }


def tables_of(behind: Behind, user: Any) -> tuple[list[dict[str, Any]], int]:
    """The rows by measure, each with its own columns; records this person may not see are counted, not shown."""
    seen = visible_keys(behind, user)
    hide_names(behind.rows, user)
    tables: dict[int, dict[str, Any]] = {}
    hidden = 0
    for row in behind.rows:
        term = behind.terms[row.term]
        model = term.measure.fact.model
        if row.record is None or row.pk not in seen[model]:
            hidden += 1
            continue
        if row.term not in tables:
            columns = columns_of(term.measure.fact, user)
            tables[row.term] = {"term": term, "columns": columns, "rows": []}
        tables[row.term]["rows"].append((row.record, row.amount))
    return list(tables.values()), hidden


def visible_keys(behind: Behind, user: Any) -> dict[Any, set[int]]:
    keys: dict[Any, list[int]] = {}
    for row in behind.rows:
        keys.setdefault(behind.terms[row.term].measure.fact.model, []).append(row.pk)
    return {
        model: set(model._default_manager.filter(pk__in=pks).visible_to(user).values_list("pk", flat=True))
        for model, pks in keys.items()
    }


def columns_of(fact: Fact, user: Any) -> list[Column]:
    return readable(fact.model, fact.columns, user.may("read", fact.model))


@require_safe
@guard("view", access.VIEWED)
def kpi_list(request: HttpRequest) -> HttpResponse:
    """All KPIs the person may read, by area, with what they mean and how they are made."""
    kpis = access.readable_kpis(request.user)
    areas = [(area, [about(kpi) for kpi in kpis if kpi.area is area]) for area in Area]
    shown = [(area, found) for area, found in areas if found]
    return render(request, "analytics/kpi_list.html", {"areas": shown, "count": len(kpis), "title": _("KPIs")})


def about(kpi: Kpi) -> dict[str, Any]:
    """A KPI for the catalogue, with the words by which the search box finds it."""
    words = [kpi.code, kpi.en, kpi.zh, in_english(kpi.means), in_chinese(kpi.means)]
    chinese = (get_language() or "").startswith("zh")
    return {
        "kpi": kpi,
        "other_name": kpi.en if chinese else kpi.zh,
        "formula": kpi.printed(),
        "search": " ".join(words).lower(),
    }
