"""docs/kpis.md says what the declarations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.catalogue import entry
from analytics.catalogue_page import page
from analytics.kpi import Kpi
from analytics.kpis import KPIS
from analytics.readings import READINGS
from analytics.sources import quotes

DOCUMENT = Path(__file__).parents[2] / "docs" / "kpis.md"
ASKED = {
    "code", "en", "zh", "formula", "formula_zh", "unit", "better", "period",
    "dimensions", "variants", "inputs", "source_lines", "version",
}  # fmt: skip


def test_the_document_is_not_stale() -> None:
    """Make it anew: manage.py kpis --markdown > docs/kpis.md."""
    assert DOCUMENT.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("kpi", KPIS.values(), ids=lambda kpi: kpi.code)
def test_an_entry_says_everything(kpi: Kpi) -> None:
    assert entry(kpi).keys() >= ASKED


@pytest.mark.parametrize("kpi", KPIS.values(), ids=lambda kpi: kpi.code)
def test_every_cited_line_is_kept(kpi: Kpi) -> None:
    assert all(quote.text for quote in quotes(kpi.source))


@pytest.mark.parametrize("kpi", KPIS.values(), ids=lambda kpi: kpi.code)
def test_it_is_said_in_chinese_as_well(kpi: Kpi) -> None:
    assert entry(kpi)["formula"] != entry(kpi)["formula_zh"]


def test_readings_are_of_kpis_there_are() -> None:
    assert READINGS.keys() <= KPIS.keys()
