"""A company's own target is its quota; what its people are asked for is not added to it."""

from __future__ import annotations

import datetime as dt

from analytics.models import Target
from analytics.periods import Window
from analytics.quotas import Book

MAY = Window(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


def test_the_company_s_own_target_is_not_added_to_its_people_s(lin) -> None:  # type: ignore[no-untyped-def]
    Target.objects.create(starts_on=MAY.first, amount=900)
    Target.objects.create(starts_on=MAY.first, amount=300, owner=lin)
    assert Book(Target.objects.all()).quota(MAY, {}) == 900
