"""Versions of what a KPI means.

A declaration has a fingerprint: its words, unit and period, and the SQL by which each of its measures is taken from the
rows. ``definitions.lock.json`` holds the fingerprint of every version. Whoever changes what a KPI says raises its
``version``; published figures keep the number of the version they were made with (``Snapshot.definition``), and the
table ``Definition`` keeps the words of each version this server has published.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounts.models import Organisation
from analytics.catalogue import entry, in_english
from analytics.fact import FIXED, Ask, Fact
from analytics.formula import Measure, Ratio, Sum
from analytics.kpi import Derived, Kpi, Percentile
from analytics.kpis import KPIS
from analytics.models import Definition

LOCK = Path(__file__).parent / "definitions.lock.json"


def fingerprint(kpi: Kpi) -> str:
    """The same in every process as long as the KPI says the same."""
    said = [kpi.unit.code, kpi.period.code, in_english(kpi.means), kpi.printed("en"), parts_of(kpi)]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


def parts_of(kpi: Kpi) -> list[Any]:
    variants = sorted(kpi.variants.items())
    if isinstance(kpi, Derived):
        return [kpi.over, code_of(kpi.compute), [(name, code_of(made)) for name, made in variants]]
    return [said(kpi.formula), sorted(kpi.whole_below), [(name, said(formula)) for name, formula in variants]]


def said(formula: Any) -> Any:
    """A formula down to the SQL of its measures."""
    if isinstance(formula, Percentile):
        return ["percentile", str(formula.share), measured(formula.measure)]
    if isinstance(formula, Ratio):
        return [said(formula.numerator), said(formula.denominator)]
    if isinstance(formula, Sum):
        return [(sign, measured(measure)) for sign, measure in formula]
    return formula and code_of(formula)


def measured(measure: Measure) -> str:
    """The SQL of a fact with this measure alone: others that come and go beside it change nothing."""
    if getattr(measure.fact, "sweep", "") == "asked":  # how it is asked depends on what is stored
        told = (measure.fact.signature(Organisation(pk=1)), source_of(type(measure.fact)), measure.value, measure.where)
        return repr(told)
    fact: Fact = replace(measure.fact, measures=[])
    fact.measures.append(replace(measure, fact=fact))
    return repr(fact.relation(Ask(Organisation(pk=1), FIXED)))


def code_of(thing: Any, seen: frozenset[int] = frozenset()) -> Any:
    """What a function, or an object that is called like one, does: its code without comments, and what it holds."""
    if isinstance(thing, Kpi):
        return thing.code
    if isinstance(thing, Measure):
        return measured(thing)
    if isinstance(thing, tuple | list):
        return [code_of(one, seen) for one in thing]
    if not callable(thing) or isinstance(thing, type) or id(thing) in seen:
        return (
            repr(thing)
            if isinstance(thing, str | int | float | None)
            else getattr(thing, "__name__", type(thing).__name__)
        )
    seen |= {id(thing)}
    if not hasattr(thing, "__code__") and not hasattr(thing, "func"):
        return [source_of(type(thing)), [code_of(value, seen) for _name, value in sorted(vars(thing).items())]]
    return [source_of(thing), [code_of(cell.cell_contents, seen) for cell in closure_of(thing)]]


def source_of(function: Callable[..., Any]) -> str:
    """Its source, written the one way; of a lambda inside other code, the lines it stands on."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return repr(type(function))
    try:
        return ast.unparse(ast.parse(text))
    except SyntaxError:
        return " ".join(text.split())


def closure_of(function: Any) -> tuple[Any, ...]:
    return getattr(function, "__closure__", None) or ()


def current() -> dict[str, dict[str, Any]]:
    """Version and fingerprint of every KPI as it is declared now."""
    return {code: {"version": kpi.version, "fingerprint": fingerprint(kpi)} for code, kpi in sorted(KPIS.items())}


def locked() -> dict[str, dict[str, Any]]:
    return json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}


def write_lock(entries: dict[str, dict[str, Any]]) -> None:
    """One KPI a line, so that two changes at once do not meet."""
    lines = [f"{json.dumps(code)}: {json.dumps(entries[code])}" for code in sorted(entries)]
    LOCK.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def changed_unsaid() -> list[str]:
    """KPIs whose declaration says something else than the lock, under the same version."""
    known, now = locked(), current()
    return [code for code in now if code in known and same_version_other_words(known[code], now[code])]


def same_version_other_words(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return old["version"] == new["version"] and old["fingerprint"] != new["fingerprint"]


def record() -> int:
    """Keep the words of every version that figures are published with from now on. How many were new."""
    known = set(Definition.objects.values_list("kpi", "version"))
    fresh = [kpi for kpi in KPIS.values() if (kpi.code, kpi.version) not in known]
    Definition.objects.bulk_create([words_of(kpi) for kpi in fresh], ignore_conflicts=True)
    return len(fresh)


def words_of(kpi: Kpi) -> Definition:
    words = entry(kpi)
    return Definition(
        kpi=kpi.code,
        version=kpi.version,
        fingerprint=fingerprint(kpi),
        en=kpi.en,
        zh=kpi.zh,
        area=kpi.area.code,
        unit=kpi.unit.code,
        period=kpi.period.code,
        means_en=words["means"]["en"],
        means_zh=words["means"]["zh"],
        formula_en=words["formula"],
        formula_zh=words["formula_zh"],
    )
