"""The program at work under the database role of the environment; everything is taken back.

``main`` prints what broke; test_owning_nothing starts it in a process of its own.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from unittest import mock

import time_machine
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test.utils import override_settings, setup_test_environment
from django.urls import reverse

from accounts.actions import create_customer
from accounts.models import Change, Customer, User
from analytics import triggers
from analytics.fill import fill
from tests.matrix.unseen import TASKS, import_for, no_processes, tasks
from tests.matrix.visitor import Undone, client, visitors
from tests.matrix.world import NOW, World, build
from tests.matrix.writes import WriteWalk, drawn

PASSWORD = "correct horse battery"
TAMPERING = [
    "UPDATE accounts_change SET door = ''", "DELETE FROM accounts_change", "TRUNCATE accounts_seal",
    "UPDATE accounts_auditentry SET action = ''", "DELETE FROM accounts_auditentry",
    "ALTER TABLE accounts_change DISABLE TRIGGER ALL", "DROP TABLE accounts_change CASCADE",
    "SET session_replication_role = replica",
]  # fmt: skip


def main(writes_sent: int) -> int:
    faults: list[str] = []
    setup_test_environment()
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a session is taken back with all else
    logging.disable(logging.CRITICAL)
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        world = build()
        faults += person_at_work(world)
        faults += all_doors(world, writes_sent)
        faults += says_what_is_missing()
        faults += [f"was allowed: {sql}" for sql in TAMPERING if allowed(sql)]
        transaction.set_rollback(True)
    sys.stdout.write("\n".join(faults))
    return int(bool(faults))


def person_at_work(world: World) -> list[str]:
    """Somebody signs in with a password and writes a customer, which leaves its change."""
    lin = User.objects.get(username="lin")
    lin.set_password(PASSWORD)
    lin.save()
    visitor = client()
    visitor.post(reverse("account_login"), {"username": "lin", "password": PASSWORD})
    answer = visitor.get(reverse("accounts:customer_list"))
    made = create_customer(Customer(name="Huawei", owner=lin), by=lin)
    told = Change.objects.filter(table="accounts_customer", row=made.pk).exists()
    return [] if (answer.status_code, told) == (200, True) else [f"at work: {answer.status_code}, told: {told}"]


def all_doors(world: World, writes_sent: int) -> list[str]:
    """Tasks, commands and some of all writes, as an administrator: what the role lacks is an error there."""
    cast = visitors(world)
    writes = WriteWalk(world, cast["root"])
    writes.walk(cast["root"], drawn(world, cast["root"], 3, writes_sent))
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder), no_processes():
        for name, task in tasks().items():
            for one in TASKS[name](world, {"root": cast["root"]}):
                task(*one.args)
        import_for(world, "root", Path(folder))
    return writes.outcome.faults


def says_what_is_missing() -> list[str]:
    """With a program newer than its triggers a fill says who has to do what."""
    with mock.patch("analytics.triggers.declared", lambda: "newer"):
        try:
            fill(reason="beat")
        except triggers.NotTheOwner as error:
            return [] if "manage.py migrate" in str(error) else [str(error)]
    return ["a fill went on with old triggers"]


def allowed(sql: str) -> bool:
    with Undone():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except ProgrammingError:
            return False
    return True
