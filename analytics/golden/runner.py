"""Runs worked cases: load, fill, ask the cells and the rows, compare."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from analytics.figures import Figure, Reader
from analytics.fill import fill
from analytics.golden import centre, data, deals, loaders, loyalty, money, people, scores, voice
from analytics.golden.effects import ANALYSES
from analytics.golden.world import World
from analytics.kpi import Kpi, Unit
from analytics.kpis import KPIS
from analytics.models import DirtyDay
from analytics.periods import Window

LOADERS = loaders.FIRST + [
    load for module in (money, voice, centre, deals, data, loyalty, people, scores) for load in module.LOADERS
]
NAMES = {code: (kpi, "") for code, kpi in KPIS.items()} | {
    code: (kpi, variant) for kpi in KPIS.values() for code, variant in kpi.companions.items()
}
TOLERANCE = Decimal("1e-9")
A_YEAR, EARLIEST = dt.timedelta(days=366), dt.date(2000, 1, 1)
DURATIONS = {"seconds": 1, "minutes": 60, "hours": 3600}
PEOPLE = {"owner": "owner", "agent": "owner", "technician": "owner", "evaluator": "evaluator"}
OTHER_NAMES = {"local_hour": "hour"}
CATEGORY_NAMES = ("product_line", "product_class", "category")


@dataclass(frozen=True)
class Check:
    """One number compared: what a case expects of a KPI, and what it got."""

    kpi: str
    window: str
    side: str
    wanted: float | None
    got: float | None
    door: str  # "cells" or "rows"
    agrees: bool


@dataclass
class Outcome:
    """What came of a case."""

    case: str
    skipped: str = ""
    failures: list[str] = field(default_factory=list)
    compared: int = 0
    checks: list[Check] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return "skipped" if self.skipped else "failed" if self.failures else "passed"


def run_case(case: dict[str, Any]) -> Outcome:
    """Load one case into empty tables, compare every expectation, leave nothing behind."""
    outcome = Outcome(case["id"])
    if case["kpi"] in ANALYSES:
        return analyse(case, outcome)
    if case["kpi"] not in NAMES:
        outcome.skipped = case["kpi"]
        return outcome
    with transaction.atomic():
        try:
            world = World(case)
            for load in LOADERS:
                load(world)
            fill(publish=False, kpi=asked_of(case), reason="worked case", begin=first_asked(world))
            DirtyDay.objects.all().delete()  # given back for facts left alone; they would send the reader to the rows
            for expected in case["expected"]:
                expect(world, expected, outcome)
        except Exception as error:
            outcome.failures.append(f"{type(error).__name__}: {error}")
        transaction.set_rollback(True)
    return outcome


def analyse(case: dict[str, Any], outcome: Outcome) -> Outcome:
    """Compare what a statistic makes of the case's tables, without records."""
    for expected in case["expected"]:
        name = expected.get("kpi", case["kpi"])
        try:
            got = ANALYSES[name](case, expected)
        except Exception as error:
            outcome.failures.append(f"{name} {expected['window']}: {type(error).__name__}: {error}")
            continue
        if not same(got, expected["value"]):
            outcome.failures.append(f"{name} {expected['window']}: {got} instead of {expected['value']}")
        outcome.compared += 1
    return outcome


def asked_of(case: dict[str, Any]) -> list[str]:
    """The KPIs a case asks for: only what they are made of is filled."""
    codes = {said.get("kpi", case["kpi"]) for said in case["expected"]}
    return sorted({NAMES[code][0].code for code in codes if code in NAMES}) or [case["kpi"]]


def first_asked(world: World) -> dt.date:
    """The first day of any window of a case and of the same days a year before: from there on the cells can answer."""
    asked = [said for said in world.case["expected"] if said.get("kpi", world.case["kpi"]) in NAMES]
    firsts = [asked_window(world, said["window"])[0].first for said in asked]
    return max(min(firsts, default=dt.date.max) - A_YEAR, EARLIEST)


def expect(world: World, expected: dict[str, Any], outcome: Outcome) -> None:
    code = expected.get("kpi", world.case["kpi"])
    if code not in NAMES:
        outcome.left_out.append(code)
        return
    kpi, companion = NAMES[code]
    window, named = asked_window(world, expected["window"])
    as_of = day_of(expected.get("asof") or world.case.get("as_of"))
    for live in (True,) if as_of else (False, True):
        reader = Reader(world.organisation, {**named, **filters(world, expected)}, as_of=as_of, live=live)
        figure = reader.figure(kpi, window, variant=variant(kpi, expected) or companion)
        compare(world, kpi, figure, expected, outcome, "rows" if live else "cells")
    outcome.compared += 1


def asked_window(world: World, said: Any) -> tuple[Window, dict[str, Any]]:
    """Two days, or the name of a campaign, training, wave or series whose loader said what it stands for."""
    if isinstance(said, str):
        return world.windows[said]
    return Window(*map(dt.date.fromisoformat, said)), {}


def day_of(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def variant(kpi: Kpi, expected: dict[str, Any]) -> str | None:
    """The first word names the variant; what follows explains it. A comparison is said in words."""
    said = expected.get("variant") or ("year_on_year" if "year on year" in expected.get("compare", "") else "")
    found = re.match(r"[a-z_0-9]+", said)
    return found.group() if found else None


def filters(world: World, expected: dict[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, value in (expected.get("dimension") or {}).items():
        if name in PEOPLE:
            chosen[PEOPLE[name]] = [world.user(value).pk]  # type: ignore[union-attr]
        elif name in ("channel", "campaign"):
            chosen[name] = [getattr(world, name)(value).pk]
        elif name in CATEGORY_NAMES:
            chosen["category"] = [world.category(value).pk]  # type: ignore[union-attr]
        elif name == "product":
            chosen[name] = [world.product({"product": value}).pk]  # type: ignore[union-attr]
        else:
            chosen[OTHER_NAMES.get(name, name)] = [world.keys.get((name, str(value)), value)]
    return chosen


def compare(world: World, kpi: Kpi, figure: Figure, expected: dict[str, Any], outcome: Outcome, door: str) -> None:
    scale = unit_scale(world, kpi)
    if expected.get("flag", figure.flag) != (figure.flag or None) and "flag" in expected:
        outcome.failures.append(f"{kpi.code} {expected['window']} flag from {door}: {figure.flag!r}")
    for side in ("value", "numerator", "denominator"):
        if side not in expected:
            continue
        got, wanted = getattr(figure, side), expected[side]
        both = bool(kpi.counted_in)
        if got is not None and scale != 1 and side != ("value" if both else "denominator"):
            got *= scale
        window = expected["window"] if isinstance(expected["window"], str) else " – ".join(expected["window"])
        agrees = same(got, wanted)
        name = " ".join(filter(None, [kpi.code, expected.get("variant"), str(expected.get("dimension") or "")]))
        shown = None if got is None else float(got)
        outcome.checks.append(Check(name, window, side, wanted, shown, door, agrees))
        if not agrees:
            outcome.failures.append(f"{name} {window} {side} from {door}: {got} instead of {wanted}")


def unit_scale(world: World, kpi: Kpi) -> Decimal:
    """A case may state durations in another unit than the KPI's."""
    word = str(world.params.get("unit", "")).split(" ")[0]
    unit = kpi.counted_in or kpi.unit
    if word not in DURATIONS or unit not in (Unit.SECONDS, Unit.MINUTES, Unit.HOURS):
        return Decimal(1)
    return unit.scale / DURATIONS[word]


def same(got: Decimal | None, wanted: float | None) -> bool:
    if got is None or wanted is None:
        return got is None and wanted is None
    exact = Decimal(repr(wanted))
    return abs(got - exact) <= TOLERANCE * max(Decimal(1), abs(exact))
