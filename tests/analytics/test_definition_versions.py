"""A declaration that changed has a new version; published figures keep theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics import definitions
from analytics.fill import fill
from analytics.kpis import KPIS
from analytics.models import Definition, Snapshot
from analytics.periods import Window
from analytics.snapshots import latest
from tests.analytics.busy import Busy

WIN_RATE = KPIS["win_rate"]


def test_no_declaration_changed_under_its_version() -> None:
    """Raise ``version`` in the declaration, then: manage.py definitions --write (--same: the figures stay the same)."""
    assert definitions.changed_unsaid() == []


def test_the_lock_file_knows_every_kpi() -> None:
    """Write it anew: manage.py definitions --write."""
    assert definitions.locked() == definitions.current()


@pytest.mark.parametrize(
    "other",
    [
        replace(WIN_RATE, means="Something else."),
        replace(WIN_RATE, formula=KPIS["loss_rate"].formula),
        replace(WIN_RATE, variants={}),
        replace(WIN_RATE, unit=KPIS["lost_deals"].unit),
    ],
)
def test_what_a_kpi_says_is_its_fingerprint(other) -> None:
    assert definitions.fingerprint(other) != definitions.fingerprint(WIN_RATE)


def test_a_name_is_not_its_definition() -> None:
    assert definitions.fingerprint(replace(WIN_RATE, en="Hit rate")) == definitions.fingerprint(WIN_RATE)


def test_what_is_published_has_its_words_kept(filled: Busy) -> None:
    kept = set(Definition.objects.values_list("kpi", "version"))
    assert set(Snapshot.objects.values_list("kpi", "definition").distinct()) <= kept


def test_a_new_definition_leaves_the_old_figures(filled: Busy, monkeypatch) -> None:
    monkeypatch.setitem(KPIS, "win_rate", replace(WIN_RATE, version=2))
    fill(since=Snapshot.objects.order_by("day").first().day, reason="new definition")
    assert {1, 2} == set(Snapshot.objects.filter(kpi="win_rate").values_list("definition", flat=True))
    day = Snapshot.objects.filter(kpi="win_rate").latest("day").day
    assert {row.definition for row in latest("win_rate", Window(day, day))} == {2}
