"""C19: every task handed out twice at the same moment does what one does alone, and a third time does nothing.

``CRM_MATRIX=whole`` also runs those that take seconds, as ``make matrix`` does.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
import time_machine
from django.db import transaction

from tests.matrix.digest import Digest, Digests, changed
from tests.matrix.unseen import LOGS, TASKS, Try, no_processes, tasks
from tests.matrix.visitor import visitors
from tests.matrix.world import NOW, build
from tests.races.conftest import at_once  # noqa: F401

SLOW = {"analytics.tasks.fill", "analytics.tasks.score"}
WHOLE = os.environ.get("CRM_MATRIX") == "whole"


class Twice:
    """Runs tasks and counts what became of the rows."""

    def __init__(self) -> None:
        self.digests = Digests()

    def moved(self, before: Digest, after: Digest) -> Counter[tuple[str, str]]:
        """How many rows of each table were made, changed or went; what a program says of its own runs aside."""
        found = Counter((self.digests.label(key[0]), how) for key, how in changed(before, after).items())
        return Counter({one: count for one, count in found.items() if one[0] not in {*LOGS, "accounts.change"}})

    def alone(self, task, one: Try) -> Counter[tuple[str, str]]:
        with transaction.atomic():
            before = self.digests.take()
            task(*one.args)
            found = self.moved(before, self.digests.take())
            transaction.set_rollback(True)
        return found


def test_twice_at_once_is_once(at_once, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    faults, twice, seen = {}, Twice(), 0
    with time_machine.travel(NOW, tick=False), no_processes():
        with transaction.atomic():
            world = build()
            cast = {name: one for name, one in visitors(world).items() if name in ("root", "lin")}
        for name, task in tasks().items():
            if name in SLOW and not WHOLE:
                continue
            for one in list(TASKS[name](world, cast)):
                alone, before = twice.alone(task, one), twice.digests.take()
                answers = at_once(lambda: task(*one.args), lambda: task(*one.args))  # noqa: B023
                after = twice.digests.take()
                task(*one.args)
                third = twice.moved(after, twice.digests.take())
                broke = [answer for answer in answers if isinstance(answer, Exception)]
                if broke or third or twice.moved(before, after) != alone:
                    faults[f"{name}{one.args}"] = (broke, alone, twice.moved(before, after), third)
                seen += 1
    assert faults == {}
    assert seen > 20


pytestmark = pytest.mark.filterwarnings("ignore")
