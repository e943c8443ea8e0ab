"""The worked cases on the edges of the definitions, each alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analytics.golden.runner import run_case
from tests.mutants.planted import CASE_FILES

EDGES = json.loads(CASE_FILES[1].read_text(encoding="utf-8"))["cases"]


@pytest.mark.django_db
@pytest.mark.parametrize("case", EDGES, ids=lambda case: case["id"])
def test_an_edge_case_comes_out_as_worked_out(case: dict[str, Any]) -> None:
    assert run_case(case).failures == []
