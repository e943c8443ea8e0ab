"""Every record of a kind is either counted or left out for a reason that is said."""

from __future__ import annotations

import pytest

from accounts.models import Organisation
from analytics.fact import Ask, Fact, today
from analytics.facts import FACTS
from analytics.figures import Reader
from analytics.left_out import counted
from analytics.periods import trailing
from tests.analytics.busy import Busy

TOLD = [fact for fact in FACTS.values() if fact.excluded and fact.excluded.complete]


@pytest.mark.parametrize("fact", TOLD, ids=lambda fact: fact.name)
def test_what_has_no_reason_is_counted(busy: Busy, organisation: Organisation, fact: Fact) -> None:
    window = trailing(today(organisation), 365)
    ask = Ask(organisation, window)
    rows = set(fact.within(fact.rows(ask), ask).values_list("pk", flat=True))
    assert rows == set(counted(Reader(organisation), fact, window).values_list("pk", flat=True))
