"""Nothing sent to the API breaks it: a draw of its operations (``make fuzz`` tries all of them)."""

from __future__ import annotations

import warnings

from tests.matrix.fuzz import Fuzz


def test_nothing_answers_5xx(world, cast):
    warnings.simplefilter("ignore")
    tried = Fuzz(world, cast, 11).run(1, 0.06)
    assert tried.broken == []
    assert tried.requests > 5
