"""Whoever is erased is nowhere any more: not in a table, a file, the cache or the log."""

from __future__ import annotations

import hashlib
import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat, Left
from django.test import Client

from accounts.actions import create_record, erase_person, update_customer
from accounts.actions.wiping import free_texts
from accounts.belongings import belongings, identifiers, persons_of
from accounts.models import Contact, Customer, IdempotencyKey, ImportRun, User
from accounts.personal import Personal
from analytics.fill import fill
from analytics.models import Cell, Snapshot
from crm_project.errors import ActionRefused
from tests.analytics.busy import Busy

WORD = "zebrafinch"


def canary(name: str) -> str:
    return f"{WORD} {name}"


@pytest.fixture
def known(root: User, busy: Busy, settings: Any, tmp_path: Path) -> Customer:
    """A customer of the busy company who left a word in every column people write into."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    living = Customer.objects.filter(merged_into=None, is_internal=False)
    customer = max(living.order_by("pk"), key=lambda one: one.orders.count())
    customer.name, customer.email, customer.phone = canary("Wang"), f"{WORD}@mail.example", "13800138000"
    update_customer(customer, root)
    create_record(Contact(customer=customer, name=canary("Li"), email=f"li@{WORD}.example"), root)
    for _label, said, rows in belongings(customer):
        for name in free_texts(rows.model, but=said.identify):
            rows.update(**{name: said_in(rows, name, said, customer)})
    return customer


def said_in(rows: Any, name: str, said: Personal, customer: Customer) -> Any:
    """A word for a column that is overwritten, the person's address for one that stays."""
    if name in said.matched:
        return customer.phone if name == "phone" else canary(name)
    word = canary(name) if name in said.wiped else customer.email
    longest = rows.model._meta.get_field(name).max_length or 99
    return Left(Concat(Value(word), Cast("pk", TextField()), output_field=TextField()), longest)


def everything() -> str:
    """Every table as text."""
    out = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                out.writelines(bytes(row) for row in rows)
    return out.getvalue().decode()


@pytest.mark.django_db
def test_the_words_are_there_before(known: Customer) -> None:
    assert everything().count(WORD) > 50


@pytest.mark.django_db
def test_no_table_has_a_word(known: Customer, root: User) -> None:
    IdempotencyKey.objects.create(user=root, key="k", path="/api/customers/", response={"id": known.pk, "note": WORD})
    ImportRun.objects.create(kind="customers", file_name="f", report={"reasons": {"3": known.email}})
    erase_person(known, by=root)
    assert [line for line in everything().splitlines() if WORD in line or "13800138000" in line] == []


@pytest.mark.django_db
def test_no_file_has_a_word(known: Customer, root: User, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(f"name,mail\nx,{known.email}\n")
    (folder / "b.csv").write_text("name,mail\nx,y\n")
    erase_person(known, by=root)
    assert [path.name for path in folder.iterdir()] == ["b.csv"]
    assert WORD not in "".join(path.read_text() for path in settings.DATA_DIR.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_neither_cache_nor_log_has_a_word(
    known: Customer, root: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(root)
    client.post("/interactions/quick/", {"line": f"call {known.name} 12m"})
    caplog.set_level(logging.DEBUG)
    erase_person(known, by=root)
    server = cache._cache.get_client()  # type: ignore[attr-defined]
    kept = b"".join(server.dump(key) or b"" for key in server.keys("*"))
    decoded = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert WORD not in kept.decode("latin1") + decoded + caplog.text


@pytest.mark.django_db
def test_no_figure_moves(known: Customer, root: User) -> None:
    fill()
    before = figures()
    erase_person(known, by=root)
    fill()
    assert figures() == before
    assert not Snapshot.objects.filter(revision__gt=1).exists()


def figures() -> tuple[list[Any], list[Any]]:
    """All cells, and what is published."""
    cells = Cell.objects.order_by("fact", "slice", "day", "team", "key")
    published = Snapshot.objects.order_by("id").values_list(
        "kpi", "day", "scope", "scope_id", "numerator", "denominator"
    )
    return list(cells.values_list("fact", "slice", "day", "team", "key", "amounts")), list(published)


@pytest.mark.django_db
def test_twice_is_refused(known: Customer, root: User) -> None:
    erase_person(known, by=root)
    with pytest.raises(ActionRefused, match="already"):
        erase_person(known, by=root)


@pytest.mark.django_db
def test_the_proof_fits_whoever_knows_who_it_was(known: Customer, root: User) -> None:
    words = sorted({word.lower() for values in identifiers(persons_of(known)).values() for word in values})
    proof = erase_person(known, by=root)
    said = proof.salt + "\n".join(words)
    assert (proof.digest, proof.by) == (hashlib.sha256(said.encode()).hexdigest(), root)
