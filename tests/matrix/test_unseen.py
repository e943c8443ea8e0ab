"""The doors that are no address let nobody at what is not theirs: tasks, commands, bulk actions, letters."""

from __future__ import annotations

from tests.matrix.unseen import walk


def test_nothing_unseen_reaches_further_than_a_page(world, cast):
    found = walk(world, cast, 7, 0.04)
    assert found.faults == []
    assert found.cells > 200
    # Where everything is refused nothing would be wrong either.
    assert {"analytics.import_jobs.import_file admin", "import admin", "analytics.tasks.fill"} <= found.wrote
