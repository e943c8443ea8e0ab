"""A backup older than an erasure brings the person back; the list beside the database takes them out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.actions import create_customer, create_record, erase_person
from accounts.models import Contact, Customer, Erasure, User

NAME = "Zebrafinch Wang"
TABLES = ("accounts_customer", "accounts_contact", "accounts_erasure")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def customer(root: User) -> Customer:
    customer = create_customer(Customer(name=NAME, phone="13800138000"), root)
    create_record(Contact(customer=customer, name=NAME), root)
    return customer


def columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return cursor.fetchone()[0]


def dump() -> dict[str, bytes]:
    """The tables as a backup has them."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} ({columns(table)}) TO STDOUT") as copy:
                found[table] = b"".join(bytes(part) for part in copy)
    return found


def restore(backup: dict[str, bytes]) -> None:
    with unguarded(), connection.cursor() as cursor:
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")
        for table, text in backup.items():
            with cursor.copy(f"COPY {table} ({columns(table)}) FROM STDIN") as copy:
                copy.write(text)


@contextmanager
def unguarded() -> Iterator[None]:
    """As a restore writes: no trigger runs."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")


def reapply() -> str:
    out = StringIO()
    call_command("privacy", "reapply", stdout=out)
    return out.getvalue()


def test_whoever_comes_back_is_erased_again(customer: Customer, root: User) -> None:
    backup = dump()
    erase_person(customer, by=root)
    restore(backup)
    assert (Customer.objects.get().name, reapply(), Customer.objects.filter(name=NAME).exists()) == (
        NAME, "1 in the list, 1 erased again\n", False,
    )  # fmt: skip


def test_their_contacts_go_along(customer: Customer, root: User) -> None:
    backup = dump()
    erase_person(customer, by=root)
    restore(backup)
    reapply()
    assert not Contact.objects.filter(name=NAME).exists()


def test_again_finds_nothing_to_do(customer: Customer, root: User) -> None:
    erase_person(customer, by=root)
    assert reapply() == "1 in the list, 0 erased again\n"


def test_somebody_new_with_the_same_number_stays(customer: Customer, root: User) -> None:
    erase_person(customer, by=root)
    Customer.objects.update(name="Somebody else", erased_at=None, recorded_at=customer.recorded_at + dt.timedelta(1))
    reapply()
    assert Customer.objects.get().name == "Somebody else"


def test_the_list_names_nobody(customer: Customer, root: User, settings: Any) -> None:
    erase_person(customer, by=root)
    text = (settings.DATA_DIR / "privacy" / "erasures.jsonl").read_text()
    assert NAME.lower() not in text.lower() and "13800138000" not in text


def test_nobody_is_erased_when_the_list_cannot_be_written(customer: Customer, root: User, settings: Any) -> None:
    (settings.DATA_DIR / "privacy").write_text("in the way")
    with pytest.raises(Exception, match="nobody was erased"):
        erase_person(customer, by=root)
    assert (Customer.objects.get().name, Erasure.objects.exists()) == (NAME, False)
