"""The self-test: shipped worked cases, computed on this very server and compared with answers worked out by hand.

It works in a database of its own beside the real one, so that not one record of the company is touched, and writes
only its result into the real one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from analytics.golden.runner import NAMES, Outcome, run_case
from analytics.kpis import KPIS
from analytics.models import SelfTestRun

CASES = Path(__file__).parent / "golden" / "cases.json"
Report = list[dict[str, Any]]


@cache
def cases() -> list[dict[str, Any]]:
    return json.loads(CASES.read_text(encoding="utf-8"))["cases"]


def covered() -> set[str]:
    """The KPIs some case says a number of."""
    said = {expected.get("kpi", case["kpi"]) for case in cases() for expected in case["expected"]}
    return {NAMES[code][0].code for code in said if code in NAMES}


@contextmanager
def own_database() -> Iterator[None]:
    """Work in an empty database ``<name>_selftest``, made where it is not there; then back to the real one."""
    real = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"{real}_selftest"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
        settings.DATABASES[connection.alias]["NAME"] = real


def run_cases(tell: Callable[[Outcome], None] = lambda outcome: None) -> list[tuple[dict[str, Any], Outcome]]:
    found = []
    for case in cases():
        outcome = run_case(case)
        tell(outcome)
        found.append((case, outcome))
    return found


def report(found: list[tuple[dict[str, Any], Outcome]]) -> Report:
    """Per KPI the numbers compared; a KPI without any has no case yet. A case that broke marks its own KPI."""
    lines: dict[str, dict[str, Any]] = {code: {"kpi": code, "cases": [], "checks": [], "failures": []} for code in KPIS}
    for case, outcome in found:
        broken = [failure for failure in outcome.failures if not outcome.checks or "Error:" in failure]
        if broken and case["kpi"] in NAMES:
            lines[NAMES[case["kpi"]][0].code]["failures"] += broken
        for check in outcome.checks:
            line = lines[NAMES[check.kpi.split(" ")[0]][0].code]
            line["checks"].append(asdict(check) | {"case": case["id"]})
            if case["title"] not in line["cases"]:
                line["cases"].append(case["title"])
    return [line | {"word": word(line)} for line in lines.values()]


def word(line: dict[str, Any]) -> str:
    """green, red, or none where nothing was compared."""
    if line["failures"] or not all(check["agrees"] for check in line["checks"]):
        return "red"
    return "green" if line["checks"] else "none"


def perform(run: SelfTestRun, tell: Callable[[Outcome], None] = lambda outcome: None) -> SelfTestRun:
    """Run all cases and write the result into ``run``, also when it could not be done."""
    try:
        with own_database():
            run.results = report(run_cases(tell))
    except Exception as error:
        run.error = f"{type(error).__name__}: {error}"
    words = [line["word"] for line in run.results]
    run.agreed, run.differed = words.count("green"), words.count("red")
    run.ended_at = timezone.now()
    run.save()
    return run
