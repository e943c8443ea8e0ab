"""The doors that are no address: tasks, commands, bulk actions of the admin site, letters.

Each registry is walked, nothing is listed by hand: what is new and has no recipe here is a fault. A cell is one door,
one person and one set of arguments, whose rows, words and letters were held to the oracle.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.test import override_settings

from accounts.models import ImportRun, User
from crm_project.celery import app
from tests.matrix.digest import Digests, changed
from tests.matrix.oracle import ADD, TABLE, Person
from tests.matrix.visitor import Undone, Visitor
from tests.matrix.world import World

OURS = ("accounts", "marketing", "sales", "service", "analytics", "crm_project")
# Options of a command with which it acts for somebody.
ACTORS = {"--as", "--user", "--actor"}
# Counted by every run of the program about itself.
LOGS = {"analytics.fillrun"}


@dataclass
class Found:
    """What the walk came to."""

    cells: int = 0
    faults: list[str] = field(default_factory=list)
    wrote: set[str] = field(default_factory=set)

    def hold(self, right: bool, what: str) -> None:
        self.cells += 1
        if not right:
            self.faults.append(what)


@dataclass(frozen=True)
class Try:
    """One set of arguments, of whom it is handed over, and which rows alone may change when they may not do it."""

    args: tuple[Any, ...] = ()
    who: Person | None = None
    kind: str = ""
    own: tuple[str, str] | None = None


def tasks() -> dict[str, Any]:
    """Every task a worker would take."""
    app.loader.import_default_modules()
    others = ("celery.", "tests.")
    return {name: task for name, task in sorted(app.tasks.items()) if not name.startswith(others)}


def commands() -> dict[str, str]:
    """Every command that acts for somebody, with the option that says for whom."""
    found = {}
    for name, package in get_commands().items():
        if not isinstance(package, str) or package.split(".")[0] not in OURS:
            continue
        parser = load_command_class(package, name).create_parser("manage.py", name)
        said = {option for action in parser._actions for option in action.option_strings} & ACTORS
        if said:
            found[name] = said.pop()
    return found


# What a task is tried with. No task is without an entry.


def nothing(world: World, cast: dict[str, Visitor]) -> Iterator[Try]:
    yield Try()


def letters(world: World, cast: dict[str, Visitor]) -> Iterator[Try]:
    yield Try(("lin@crane.test", "A word\r\nBcc: evil@x.test", "Good day"))


def addresses(world: World, cast: dict[str, Visitor]) -> Iterator[Try]:
    for name in (*world.users, "gone", "nobody"):
        yield Try((f"{name}@crane.test",))


def selftests(world: World, cast: dict[str, Visitor]) -> Iterator[Try]:
    yield Try((world.rows["analytics.selftestrun"][0].pk,))


def imports(world: World, cast: dict[str, Visitor]) -> Iterator[Try]:
    """A file of customers that belong to others, handed over by each."""
    for name, visitor in cast.items():
        user = User.objects.filter(username=visitor.client.session.get("_auth_user_id") and name).first()
        if user is None and name != "disabled":
            continue
        by = user or User.objects.get(username="gone")
        run = ImportRun.objects.create(
            by=by, kind="customers", file_name="c.csv", mapping=MAPPING, state=ImportRun.State.RUNNING,
            report={"stored": f"walk-{name}.csv"},
        )  # fmt: skip
        folder = Path(settings.MEDIA_ROOT) / "imports"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"walk-{name}.csv").write_text(foreign_customers(world))
        yield Try((run.pk,), visitor.person, "imports", ("accounts_importrun", str(run.pk)))


def foreign_customers(world: World) -> str:
    """New customers in everybody's name, and everybody's customers under another."""
    lines = [f"New of {name},{name},N-{name}" for name in world.users]
    lines += [f"Taken,{row.owner or ''},{row.canaries['external_id']}" for row in world.rows["accounts.customer"]]
    return "\n".join(["name,owner,id", *lines, ""])


MAPPING = """kind = "customers"
source = "erp"
[columns]
name = "name"
owner = "owner"
external_id = "id"
"""
TASKS: dict[str, Callable[[World, dict[str, Visitor]], Iterator[Try]]] = {
    "accounts.letters.deliver": letters,
    "accounts.tasks.forget_answers": nothing,
    "accounts.tasks.forget_ended_sessions": nothing,
    "accounts.tasks.keep_no_longer": nothing,
    "accounts.tasks.seal_trail": nothing,
    "accounts.tasks.send_reset": addresses,
    "accounts.tasks.send_webhooks": nothing,
    "analytics.import_jobs.import_file": imports,
    "analytics.tasks.fill": nothing,
    "analytics.tasks.read_goals": nothing,
    "analytics.tasks.score": nothing,
    "analytics.tasks.selftest": selftests,
    "sales.tasks.expire_points": nothing,
    "sales.tasks.note_lapsed_customers": nothing,
}


class TaskWalk:
    """Runs every task for everybody: nobody's rows but theirs change, and a second run changes nothing."""

    def __init__(self, world: World, cast: dict[str, Visitor], found: Found) -> None:
        self.world, self.cast, self.found, self.digests = world, cast, found, Digests()

    def walk(self) -> None:
        for name, task in tasks().items():
            recipe = TASKS.get(name)
            if recipe is None:
                self.found.hold(False, f"{name}: say in tests/matrix/unseen.py what it is tried with")
            else:
                with Undone():
                    for one in recipe(self.world, self.cast):
                        with Undone():
                            self.run(name, task, one)

    def run(self, name: str, task: Any, one: Try) -> None:
        what = f"{name}{one.args} of {one.who.name or 'nobody' if one.who else 'the program'}"
        before = self.digests.take()
        task(*one.args)
        after = self.digests.take()
        moved = changed(before, after)
        if moved:
            self.found.wrote.add(f"{name} {one.who.role if one.who else ''}".strip())
        if one.who is not None and not may(one.who, one.kind):
            strange = {key: how for key, how in moved.items() if key != one.own and self.told(key)}
            self.found.hold(not strange, f"{what}: {strange}")
        task(*one.args)
        again = {key: how for key, how in changed(after, self.digests.take()).items() if self.told(key)}
        self.found.hold(not again, f"{what}: the second time {again}")

    def told(self, key: tuple[str, str]) -> bool:
        """Whether a row says more than that the program ran."""
        return self.digests.label(key[0]) not in {*LOGS, "accounts.change"}


@contextmanager
def no_processes() -> Iterator[None]:
    """A task that starts a process of its own does not; what it would hand over is a number, never a word."""

    def started(command: list[str], **options: Any) -> None:
        assert command[2:4] == ["selftest", "--run"] and command[4].isdigit() and "shell" not in options, command

    with mock.patch("analytics.tasks.subprocess.run", started):
        yield


def may(who: Person, kind: str) -> bool:
    """Whether somebody may make records of a kind at all."""
    return TABLE[kind].get(who.role, ["-", "-", "-"])[ADD] != "-"


# Commands


def import_for(world: World, name: str, folder: Path) -> None:
    file, mapping = folder / "c.csv", folder / "m.toml"
    file.write_text(foreign_customers(world))
    mapping.write_text(MAPPING)
    call_command(
        "import", "customers", str(file), mapping=mapping, user=name, stdout=io.StringIO(), stderr=io.StringIO()
    )


COMMANDS: dict[str, tuple[str, Callable[[World, str, Path], None]]] = {"import": ("imports", import_for)}


def walk_commands(world: World, cast: dict[str, Visitor], found: Found) -> None:
    """Whoever a command acts for can do by it what they may, and nothing else."""
    digests = Digests()
    people = world.people() | {"gone": Person("gone", ""), "nobody": Person("nobody", "")}
    for command in commands():
        if command not in COMMANDS:
            found.hold(False, f"{command}: say in tests/matrix/unseen.py how it is tried")
            continue
        kind, run = COMMANDS[command]
        for name, person in people.items():
            with Undone(), tempfile.TemporaryDirectory() as folder:
                before, refused = digests.take(), False
                try:
                    run(world, name, Path(folder))
                except (CommandError, SystemExit):
                    refused = True
                moved = changed(before, digests.take())
                if moved:
                    found.wrote.add(f"{command} {person.role}")
                right = bool(moved) and not refused if may(person, kind) else refused and not moved
                found.hold(right, f"{command} as {name}: {'refused' if refused else 'done'}, {len(moved)} rows")


def walk(world: World, cast: dict[str, Visitor], seed: int = 0, share: float = 1.0) -> Found:
    """All doors that are no address; of what there is much of, a share."""
    from tests.matrix.bulk import walk_bulk
    from tests.matrix.post import walk_letters

    found, random = Found(), Random(seed)
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
        with no_processes():
            TaskWalk(world, cast, found).walk()
        walk_commands(world, cast, found)
    walk_bulk(world, cast, found, lambda: random.random() < share)
    walk_letters(world, found)
    return found
