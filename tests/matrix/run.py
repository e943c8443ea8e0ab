"""The whole matrix: ``make matrix``. Two processes, each with a database of its own, walk a share of everybody.

Prints cells, leaks, rows changed outside scope, differences between twin worlds, and planted mistakes caught.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import django

from tests.matrix.plant import plant

WORKERS = 2
EXAMPLES = 8  # cases of each mode for every operation, each sent by several people
# For each visitor, at scale 1: asked in both worlds, asked in one, sent (each with up to four bodies).
TWINS, READS, SENDS = 1500, 1150, 290
OUTSIDE = {"anonymous", "disabled"}  # are refused alike everywhere: a third of it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="matrix", choices=["matrix", "fuzz", "aim", "mistakes"])
    parser.add_argument("--kind", default="", help="of aim: which kind of record, as app.model")
    parser.add_argument("--only", nargs="*", default=[], help="of mistakes: these alone")
    parser.add_argument("--worker", type=int)
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is at least 50,000 cells")
    parser.add_argument("--no-mistakes", action="store_true", help="do not plant mistakes")
    said = parser.parse_args()
    if said.what == "mistakes":
        caught, planted = plant(said.only, WORKERS)
        print(f"{caught} of {planted} planted mistakes caught")
        return int(caught < planted)
    if said.worker is not None:
        own_database(said.worker)
        if said.what == "aim":
            return aimed(said.kind)
        print(json.dumps((work if said.what == "matrix" else garbage)(said.worker, said.seed, said.scale)))
        return 0
    serve()
    started = time.monotonic()
    total = side_by_side([said.what, "--seed", str(said.seed), "--scale", str(said.scale)])
    failed = fuzzed(total) if said.what == "fuzz" else walked(total, planting=not said.no_mistakes)
    print(f"seed {said.seed}, {time.monotonic() - started:.0f} s")
    return int(failed)


def fuzzed(total: dict[str, Any]) -> bool:
    for line in total["broken"][:20]:
        print(" ", line)
    print(f"requests  {total['requests']:>8,}")
    print(f"5xx       {len(total['broken']):>8,}")
    return bool(total["broken"])


def walked(total: dict[str, Any], *, planting: bool) -> bool:
    for name in ("leaks", "outside", "differing"):
        for line in total[name][:20]:
            print(f"  {name}: {line}")
    for kind, count in sorted(total["kinds"].items()):
        print(f"  {kind:<26}{count:>8,}")
    caught, planted = plant([], WORKERS) if planting else (0, 0)
    print(f"cells                       {total['cells']:>8,}")
    print(f"  of them no address        {total['unseen']:>8,}  (tasks, commands, bulk actions, letters)")
    print(f"leaks                       {len(total['leaks']):>8,}")
    print(f"rows changed outside scope  {len(total['outside']):>8,}")
    print(f"twin-world differences      {len(total['differing']):>8,} of {total['pairs']:,}")
    print(f"planted mistakes caught     {caught:>8,} of {planted:,}")
    return bool(total["leaks"] or total["outside"] or total["differing"] or caught < planted)


def side_by_side(arguments: list[str]) -> dict[str, Any]:
    """Run the workers at the same time and add up what they print last."""
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.matrix.run", *arguments, "--worker", str(number)],
            stdout=subprocess.PIPE, text=True,
        )
        for number in range(WORKERS)
    ]  # fmt: skip
    parts = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    kinds: Counter[str] = sum((Counter(part.pop("kinds", {})) for part in parts), Counter())
    return {name: sum((part[name] for part in parts), type(parts[0][name])()) for name in parts[0]} | {"kinds": kinds}


def serve() -> None:
    """The embedded servers must run before two processes ask for them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from crm_project import embedded

    embedded.ensure()


def own_database(number: int) -> None:
    """A database, and a place in the cache, of this process alone."""
    os.environ["PYTEST_XDIST_WORKER"] = f"gw{number}"
    serve()
    import gc
    import logging

    from django.conf import settings
    from django.core.cache import caches
    from django.db import connection
    from django.template import Template
    from django.test.utils import setup_test_environment

    plain = Template._render
    setup_test_environment()
    Template._render = plain  # nobody asks which templates were used
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    settings.IN_HASTE = True
    logging.disable(logging.CRITICAL)
    gc.set_threshold(100_000, 50, 100)
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"crm_matrix_{number}"
    if os.environ.get("CRM_MATRIX_READY"):
        connection.close()
        connection.settings_dict["NAME"] = f"crm_matrix_{number}"
    else:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
    caches["default"].clear()


def work(number: int, seed: int, scale: float) -> dict[str, Any]:
    """One process's part: every other person, its own database."""
    from random import Random

    import time_machine
    from django.db import transaction

    from tests.matrix.reads import Found, draw, walk
    from tests.matrix.twins import Twins, comparable, compare
    from tests.matrix.unseen import Found as Unseen
    from tests.matrix.unseen import walk as walk_unseen
    from tests.matrix.visitor import visitors
    from tests.matrix.world import NOW, build
    from tests.matrix.writes import WriteWalk, drawn

    found, twins = Found(), Twins()
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        world = build()
        cast = visitors(world)
        writes = WriteWalk(world, cast["root"])
        for place, (name, visitor) in enumerate(cast.items()):
            if place % WORKERS != number:
                continue
            size = scale / 3 if name in OUTSIDE else scale
            drawn_here = draw(world, visitor, seed + place, round((TWINS + READS) * size))
            both = Random(seed + place).sample(drawn_here, min(len(drawn_here), round(TWINS * size)))
            twice = {id(cell) for cell in both if comparable(visitor, cell)}
            compare(world, visitor, [cell for cell in drawn_here if id(cell) in twice], twins, found)
            walk(world, visitor, [cell for cell in drawn_here if id(cell) not in twice], found)
            writes.walk(visitor, drawn(world, visitor, seed + place, round(SENDS * size)))
            print(name, found.cells, twins.pairs, writes.outcome.cells, file=sys.stderr, flush=True)
        unseen = walk_unseen(world, cast, seed, scale) if number == 0 else Unseen()
        transaction.set_rollback(True)
    faults = writes.outcome.faults
    return {
        "cells": found.cells + writes.outcome.cells + unseen.cells,
        "unseen": unseen.cells,
        "kinds": found.kinds + writes.outcome.kinds,
        "leaks": found.leaks + [fault for fault in faults if not about_rows(fault)] + unseen.faults,
        "outside": [fault for fault in faults if about_rows(fault)],
        "pairs": twins.pairs,
        "differing": twins.differing,
    }


def about_rows(fault: str) -> bool:
    """Whether a fault of the writes is a row that was touched."""
    return ": says " not in fault and "taken for nobody" not in fault and not fault[-3:].isdigit()


def garbage(number: int, seed: int, scale: float) -> dict[str, Any]:
    """One process's part of the fuzzing."""
    import warnings

    import time_machine
    from django.db import transaction

    from tests.matrix.fuzz import Fuzz
    from tests.matrix.visitor import visitors
    from tests.matrix.world import NOW, build

    warnings.simplefilter("ignore")
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        world = build()
        tried = Fuzz(world, visitors(world), seed + number).run(max(1, round(EXAMPLES * scale)))
        transaction.set_rollback(True)
    return {"requests": tried.requests, "broken": tried.broken}


def aimed(kind: str) -> int:
    """3 when the walk over a kind of record finds something wrong."""
    import time_machine
    from django.db import transaction

    from tests.matrix.aim import aim
    from tests.matrix.visitor import visitors
    from tests.matrix.world import NOW, build

    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        world = build()
        faults = aim(kind, world, visitors(world))
        transaction.set_rollback(True)
    print(*faults[:5], sep="\n")
    return 3 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
