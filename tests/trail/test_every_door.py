"""Whatever door a record is written through, there is a change that says who it was."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import Customer
from crm_project.celery import app
from crm_project.doing import doing
from tests.api.conftest import api, people, rows, send  # noqa: F401
from tests.api.endpoints import ENDPOINTS
from tests.cast import come_in
from tests.trail import doors

pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Puts the world back after a door was tried."""


@pytest.fixture
def tried(rows) -> Any:  # noqa: F811
    """``tried(deed, actor, door)``: what it changed, and what of that is untold; then all is as it was."""
    watch = doors.Watch()

    def run(deed: Any, actor: Any, door: str) -> tuple[list[str], list[str]]:
        found: tuple[list[str], list[str]] = ([], [])
        try:
            with transaction.atomic():
                found = watch.unsaid(deed, actor, door)
                raise Undo
        except Undo:
            return found

    return run


@pytest.fixture
def boss(people) -> Any:  # noqa: F811
    return people.root


@pytest.fixture
def window(boss) -> Client:
    found = Client(raise_request_exception=False)
    come_in(found, boss)
    return found


def go_through(doors_tried: dict[str, tuple[list[str], list[str]]], least: int) -> None:
    """No door wrote without a word, and enough of them wrote at all for that to mean something."""
    assert {door: silent for door, (_moved, silent) in doors_tried.items() if silent} == {}
    wrote = [door for door, (moved, _silent) in doors_tried.items() if moved]
    assert len(wrote) >= least, sorted(set(doors_tried) - set(wrote))


def test_pages(window, boss, tried):
    found = {}
    for name, page in doors.pages():
        path = doors.address(name, page)
        shown = window.get(path) if path else None
        form = (getattr(shown, "context", None) or {}).get("form") if shown and shown.status_code == 200 else None
        if form is None:
            continue
        said = doors.typed(form) | {"version": shown.context.get("version", "")}
        found[name] = tried(lambda path=path, said=said: window.post(path, said), boss, "page POST")
    go_through(found, 60)


def test_the_admin(window, boss, tried):
    found = {}
    for path, _model, _new in doors.admin_pages():
        shown = window.get(path)
        if shown.status_code != 200 or "adminform" not in (shown.context or {}):
            continue
        said = doors.typed(shown.context["adminform"].form)
        found[path] = tried(lambda path=path, said=said: window.post(path, said), boss, "page POST admin:")
    go_through(found, 20)


def test_the_api(api, people, rows, tried):  # noqa: F811
    found = {}
    for one in ENDPOINTS:
        actor, record = getattr(people, one.allowed), getattr(rows, one.row)
        path = f"{one.path}/{record.pk}/"
        edit = one.edit | ({"version": record.version} if hasattr(record, "version") else {})
        asked = [("post", f"{one.path}/", one.create(rows)), ("patch", path, edit), ("delete", path, None)]
        for method, where, body in asked:
            ask = partial(send, api(one.allowed), method, where, body)
            found[f"{method} {one}"] = tried(ask, actor, f"api {method.upper()}")
    go_through(found, 60)


def test_what_beat_starts(tried, settings):
    app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    ours = [name for name in names if name.startswith(("accounts.", "marketing.", "sales.", "service."))]
    go_through({name: tried(app.tasks[name], None, "task") for name in ours}, 0)


def test_a_task_is_the_person_s_who_handed_it_over(boss, tried):
    @app.task(name="tests.rename")
    def rename() -> None:
        Customer.objects.update(city="Wuhan")

    def hand_over():
        with doing("page POST", boss.pk):
            rename.delay()

    assert tried(hand_over, boss, "task tests.rename") == (["accounts_customer"], [])


def test_commands(tried, boss, tmp_path):
    file, mapping = tmp_path / "customers.csv", tmp_path / "map.toml"
    file.write_text("name\nCanary\n")
    mapping.write_text('kind = "customers"\nsource = "erp"\n[columns]\nname = "name"\n')

    def run():
        with doing("command import"):
            call_command("import", "customers", str(file), mapping=mapping, user="root")

    moved, silent = tried(run, boss, "command import")
    assert "accounts_customer" in moved and silent == []
