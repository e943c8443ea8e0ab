"""A long fill by several connections says what one connection says; one that fails is done again."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from accounts.models import Organisation
from analytics import snapshots
from analytics.fill import fill
from analytics.models import Cell, DirtyDay, FactFill, Snapshot
from tests.analytics.busy import Busy

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> list[Any]:
    cells = Cell.objects.order_by("fact", "slice", "day", "team", "key").values_list("fact", "slice", "day", "amounts")
    figures = Snapshot.objects.order_by("kpi", "scope", "scope_id", "day").values_list(
        "kpi", "day", "scope_id", "value"
    )
    return [*cells, *figures]


@pytest.fixture
def busy() -> Busy:
    Organisation.objects.create(pk=1, name="Busy", home_currency="CNY", time_zone="Asia/Shanghai")
    return Busy(Random(7), days=70).fill_up(6)


def test_several_connections_store_what_one_does(busy: Busy, settings: Any) -> None:
    settings.CRM_FILL_HANDS = 1
    fill()
    alone = stored()
    Snapshot.objects.all().delete()
    FactFill.objects.all().delete()
    settings.CRM_FILL_HANDS = 3
    fill(from_scratch=True)
    assert stored() == alone


def test_marks_stay_when_a_hand_fails(busy: Busy, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CRM_FILL_HANDS = 3
    waiting = DirtyDay.objects.count()

    def fail(*_given: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(snapshots, "publish_plain", fail)
    with pytest.raises(RuntimeError):
        fill()
    assert DirtyDay.objects.count() == waiting > 0


def test_what_a_cut_off_run_filled_and_did_not_publish_is_published_by_the_next(
    busy: Busy, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CRM_FILL_HANDS = 3
    fill()
    whole = stored()
    Snapshot.objects.all().delete()
    FactFill.objects.exclude(fact=snapshots.PUBLISHED).update(signature="of another declaration")
    with monkeypatch.context() as broken, pytest.raises(TypeError):
        broken.setattr(snapshots, "publish_plain", None)
        fill()
    fill()
    assert stored() == whole
