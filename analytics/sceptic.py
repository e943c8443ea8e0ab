"""What the page of a KPI says to somebody who does not believe the figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language

from accounts.models import Organisation
from analytics import late
from analytics.asked import Asked
from analytics.catalogue import in_chinese, in_english
from analytics.dashboards import PageReader
from analytics.fact import Fact, today
from analytics.kpi import Derived, Kpi
from analytics.left_out import left_out
from analytics.models import Definition, FactFill, Snapshot
from analytics.periods import Window, start_of
from analytics.queries import published
from analytics.readings import reading
from analytics.scopes import Scope
from analytics.sources import quotes
from crm_project.links import url_for

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Input:
    """One kind of record a KPI is made of: whether there is any, until which day it is filled, where it is entered."""

    fact: Fact
    url: str
    missing: bool
    waits: bool
    fill: FactFill | None
    short: dt.date | None  # the last filled day, where the window goes further


def entry_page(fact: Fact, user: Any) -> str:
    """Where records of a fact are entered; empty when there is no page, or not for this person."""
    if not user.can("view", fact.model):
        return ""
    try:
        return reverse(fact.entered) if fact.entered else url_for(fact.model)
    except NoReverseMatch:
        return url_for(fact.model)


def inputs(reader: PageReader, kpi: Kpi, window: Window, user: Any) -> list[Input]:
    """How fresh and how complete a figure is, by kind of record."""
    found = []
    for fact in kpi.facts:
        fill = reader.ledger.get(fact.name)
        until = fill.until if fill and fill.until < min(window.last, today(reader.organisation)) else None
        waits = bool(reader.waiting.intersection(fact.sources))
        found.append(Input(fact, entry_page(fact, user), fact.name in reader.absent, waits, fill, until))
    return found


def proof(question: Asked, reader: PageReader, user: Any) -> dict[str, Any]:
    """Everything the page says below the figure: inputs, what was left out, what was published, the other doors."""
    kpi, organisation = question.kpi, reader.organisation
    history = late.explained(published(kpi, question.scope), kpi, user, organisation)
    return {
        "inputs": inputs(reader, kpi, question.window, user),
        "left_out": [] if question.as_of else left_out(reader, kpi, question.window),
        "history": history,
        "stood_then": stood_then(question, organisation),
        "older_definitions": list(
            Definition.objects.filter(kpi=kpi.code).exclude(version=kpi.version).order_by("-version")
        ),
        "doors": doors(question),
    }


def stood_then(question: Asked, organisation: Organisation) -> Snapshot | None:
    """What had been published about this very window by the end of the as-of day."""
    if question.as_of is None or question.variant or question.only:
        return None
    rows = Snapshot.objects.filter(
        kpi=question.kpi.code,
        scope=question.scope.kind,
        scope_id=question.scope.id,
        day=question.window.last,
        since=question.window.first,
        published_at__lt=start_of(question.as_of + DAY, organisation.zone),
    )
    return rows.order_by("-revision").first()


def doors(question: Asked) -> dict[str, str]:
    """The same figure by API, on the command line and in SQL; empty where a door does not lead there."""
    kpi, window, scope = question.kpi, question.window, question.scope
    given = {"from": str(window.first), "to": str(window.last)}
    given |= {scope.kind: str(scope.id)} if scope.kind != "company" else {"scope": "company"}
    given |= {"variant": question.variant} if question.variant else {}
    given |= {"as_of": str(question.as_of)} if question.as_of else {}
    if question.only:
        return {}
    options = "".join(f" --{name.replace('_', '-')} {value}" for name, value in given.items() if name != scope.kind)
    options = options.replace(" --scope company", "")
    if scope.kind != "company":
        options += f' --{scope.kind} "{scope.label}"'
    path = reverse("api-kpi", args=[kpi.code])
    return {
        "api": f"GET {path}?" + "&".join(f"{name}={value}" for name, value in given.items()),
        "command": f"manage.py kpi {kpi.code}{options}",
        "sql": "" if question.variant or question.as_of else sql_of(kpi, window, scope),
    }


def sql_of(kpi: Kpi, window: Window, scope: Scope) -> str:
    """The figure from the view kpi_daily: days added up where that is allowed, else the row of the last day."""
    where = f"WHERE kpi = '{kpi.code}' AND scope = '{scope.kind}'" + (f" AND scope_id = {scope.id}" if scope.id else "")
    if kpi.additive and not isinstance(kpi, Derived) and kpi.period.code == "day":
        lower = getattr(kpi.formula, "denominator", None)
        total = "sum(numerator) / nullif(sum(denominator), 0)" if lower else "sum(numerator)"
        return f"SELECT {total} FROM kpi_daily {where} AND day BETWEEN '{window.first}' AND '{window.last}'"
    return f"SELECT since, day, value FROM kpi_daily {where} AND day = '{window.last}'"


def definition(question: Asked, reader: PageReader) -> dict[str, Any]:
    """What the figure means in both languages, where that is from, and what else it could mean."""
    kpi, chinese = question.kpi, (get_language() or "").startswith("zh")
    other, in_other = ("en", in_english) if chinese else ("zh-hans", in_chinese)
    with translation.override(other):
        formula_other = formula_text(kpi, question.variant)
    return {
        "formula": formula_text(kpi, question.variant),
        "formula_other": formula_other,
        "means_other": in_other(kpi.means),
        "other_name": kpi.en if chinese else kpi.zh,
        "reading": reading(kpi.code),
        "quotes": quotes(kpi.source),
        "variants": [variant_said(question, reader, name) for name in ("", *kpi.variants)] if kpi.variants else [],
    }


def variant_said(question: Asked, reader: PageReader, name: str) -> dict[str, Any]:
    """One reading of a KPI: what it is called, its formula and what it gives here."""
    kpi = question.kpi
    return {
        "name": name,
        "formula": formula_text(kpi, name) if not name or not isinstance(kpi, Derived) else "",
        "value": None if kpi.scored else reader.figure(kpi, question.window, variant=name).value,
        "told": not kpi.scored,  # a model is not fitted anew for each of its readings
        "url": question.link(variant=name),
        "here": name == question.variant,
    }


def formula_text(kpi: Kpi, variant: str) -> str:
    formula = kpi.variants.get(variant) if variant else None
    return kpi.printed() if formula is None or callable(formula) else str(formula)
