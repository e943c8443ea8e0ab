"""The trail is only ever added to: guards for the owner, and nothing at all to write with for the program's own role."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions import create_customer
from accounts.models import AuditEntry, Change, Customer, Seal
from accounts.trail import chain, grants

ROLE = "crm_trail_tester"


@pytest.fixture
def customer(lin) -> Customer:
    made = create_customer(Customer(name="Huawei", owner=lin), by=lin)
    chain.seal()
    return made


@pytest.mark.parametrize("model", [Change, Seal, AuditEntry])
def test_a_row_cannot_be_changed(customer, model):
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        model.objects.update(at="2020-01-01T00:00Z")


@pytest.mark.parametrize("model", [Change, Seal, AuditEntry])
def test_a_row_cannot_be_deleted(customer, model):
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.fixture
def as_the_program(transactional_db) -> Iterator[psycopg.Connection]:
    """A connection of a role that owns nothing, with the rights that ``audit grants`` gives."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'x'")
    grants.apply(ROLE)
    told = connection.get_connection_params()
    link = psycopg.connect(
        host=told.get("host"), port=told.get("port"), dbname=told["dbname"], user=ROLE, password="x", autocommit=True
    )
    yield link
    link.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


REFUSED = [
    "UPDATE accounts_change SET door = ''",
    "DELETE FROM accounts_change",
    "TRUNCATE accounts_change",
    "INSERT INTO accounts_seal (position, change, known, at, hash) VALUES (1, 1, 1, now(), '')",
    "INSERT INTO accounts_change (at, transaction, door, role, \"table\", kind) VALUES (now(), 1, '', '', '', 'I')",
    "UPDATE accounts_auditentry SET action = 'view'",
    "DELETE FROM accounts_auditentry",
    "ALTER TABLE accounts_change DISABLE TRIGGER ALL",
    "ALTER TABLE accounts_customer DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "CREATE TEMP TABLE t (id bigint, name text); "
    "CREATE TRIGGER t AFTER INSERT ON t REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    "EXECUTE FUNCTION crm_trail_accounts_region()",
    "SELECT set_config('crm.forgetting', 'on', false); UPDATE accounts_change SET door = ''",
]


@pytest.mark.django_db(transaction=True)
def test_the_program_s_role_writes_records_and_cannot_write_the_trail(as_the_program):
    """One test: making a role and a connection takes longer than all that it tries."""
    with as_the_program.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_region (name, position) VALUES ('North', 1)")
        cursor.execute("CREATE TEMP TABLE accounts_change (LIKE public.accounts_change)")
        cursor.execute("UPDATE accounts_region SET name = 'South'")
        cursor.execute("DROP TABLE pg_temp.accounts_change")
    assert list(Change.objects.order_by("id").values_list("kind", "role")) == [("I", ROLE), ("U", ROLE)]
    with as_the_program.cursor() as cursor:
        cursor.execute("SELECT crm_trail_seal(100)")
        for statement in REFUSED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(statement)
    assert (chain.verify().wrong, Change.objects.count()) == ("", 2)
