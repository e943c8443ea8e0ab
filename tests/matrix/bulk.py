"""Actions over many rows of the admin site: as everybody, with rows of theirs and of others in one go.

What is offered is asked of every registered page. None is offered today; Django's own deletion is sent by hand all the
same, for whoever knows its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from tests.matrix.digest import Digests, Statements, changed
from tests.matrix.oracle import may_write
from tests.matrix.unseen import Found
from tests.matrix.visitor import Undone, Visitor, canaries, told
from tests.matrix.world import World
from tests.matrix.writes import BESIDE

STAFF = ("root", "ada", "sam", "lin", "anonymous", "disabled")
SAID = re.compile(r"\b(\d+) \w")


def offered(page: admin.ModelAdmin, world: World, name: str) -> set[str]:
    """The actions a page offers somebody, and deletion, whether it is offered or not."""
    request = RequestFactory().get("/")
    if name not in world.users:
        return {"delete_selected"}
    request.user = world.users[name]
    return {"delete_selected", *page.get_actions(request)}


def walk_bulk(world: World, cast: dict[str, Visitor], found: Found, drawn: Callable[[], bool]) -> None:
    """Only rows in reach change, and as many as are said."""
    digests = Digests()
    before = digests.take()
    for model, page in admin.site._registry.items():
        rows = world.rows.get(model._meta.label_lower, [])
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in STAFF:
            for action in sorted(offered(page, world, name)) if rows and drawn() else ():
                body = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], "post": "yes"}
                with Undone():
                    noted = Statements()
                    with connection.execute_wrapper(noted):
                        answer = cast[name].ask("post", address, body)
                    moved = changed(before, digests.take()) if noted.writing else {}
                    judge(world, cast[name], f"{name}: {action} at {address}", answer, digests, moved, found)


def judge(
    world: World, visitor: Visitor, what: str, answer: Any, digests: Digests, moved: dict[Any, str], found: Found
) -> None:
    """Whether each row that changed is theirs to change, the number said is theirs, and the words are."""
    mine, strange = 0, []
    for (table, key), how in moved.items():
        label = digests.label(table)
        if label in BESIDE:
            continue
        row = world.objects.get((label, int(key))) if key.isdigit() else None
        if row is not None and may_write(visitor.person, row):
            mine += 1
        else:
            strange.append(f"{how} {row or (table, key)}")
    found.hold(answer.status_code < 500 and not strange, f"{what}: {answer.status_code} {strange[:3]}")
    said = [SAID.search(str(message)) for message in getattr(answer.wsgi_request, "_messages", [])]
    counts = [int(match[1]) for match in said if match]
    found.hold(all(count <= mine for count in counts), f"{what}: says {counts}, {mine} rows changed")
    hidden = [
        str(world.by_canary[one][0])
        for one in canaries(told(answer))
        if one in world.by_canary and not visitor.person.role
    ]
    found.hold(not hidden, f"{what}: shows {hidden[:3]}")
