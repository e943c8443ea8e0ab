"""The chain over the trail names the first row that is not as it was written."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.actions import create_customer
from accounts.models import Change, Customer, Seal
from accounts.trail import chain
from crm_project.doing import doing

OPEN = "ALTER TABLE {0} DISABLE TRIGGER crm_guard_{0}"


@pytest.fixture
def sealed(organisation) -> list[int]:
    """Six sealed changes, in the order of the chain."""
    chain.seal()
    with doing("page", 7):
        for name in ("Ant", "Bee", "Cat", "Dog", "Elk", "Fox"):
            Customer.objects.create(name=name)
    assert chain.seal() == 6
    return list(Seal.objects.order_by("position").values_list("change", flat=True))


def by_the_owner(*statements: str) -> None:
    """Raw SQL with the guards switched off, as the owner of the tables can."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("accounts_change", "accounts_seal"):
            cursor.execute(OPEN.format(table))
        for statement in statements:
            cursor.execute(statement)


def wrong(*heads: chain.Head) -> str:
    return chain.verify(list(heads)).wrong


def test_it_works(sealed):
    assert (wrong(chain.head()), chain.verify().seals) == ("", len(sealed))


def test_nothing_is_sealed_twice(sealed):
    assert chain.seal() == 0


@pytest.mark.parametrize(
    "altered",
    ["actor_id = 8", "door = 'api'", "kind = 'D'", "\"row\" = 1", "at = at - interval '1 s'", "plain = '{}'",
     "personal = '{\"name\": \"Gnu\"}'", "personal = NULL"],
)  # fmt: skip
def test_an_altered_row_is_named(sealed, altered):
    by_the_owner(f"UPDATE accounts_change SET {altered} WHERE id = {sealed[-4]}")
    assert f"change {sealed[-4]}" in wrong()


def test_values_blanked_without_asking_are_named(sealed):
    by_the_owner(f"UPDATE accounts_change SET personal = NULL, personal_salt = NULL WHERE id = {sealed[-4]}")
    assert f"change {sealed[-4]}" in wrong() and "unasked" in wrong()


def test_a_deleted_row_is_named(sealed):
    by_the_owner(f"DELETE FROM accounts_change WHERE id = {sealed[-3]}")
    assert f"change {sealed[-3]}" in wrong() and "deleted" in wrong()


def test_a_row_deleted_with_its_seal_is_named(sealed):
    by_the_owner(
        f"DELETE FROM accounts_change WHERE id = {sealed[-3]}", f"DELETE FROM accounts_seal WHERE change = {sealed[-3]}"
    )
    assert f"place {len(sealed) - 2} of the chain is missing" in wrong()


def test_an_inserted_row_is_named(sealed):
    by_the_owner(
        'INSERT INTO accounts_change (at, transaction, door, role, "table", row, kind) '
        "SELECT at, transaction - 1000, 'page', 'crm', 'accounts_customer', 1, 'D' FROM accounts_change "
        f"WHERE id = {sealed[-3]}"
    )
    assert f"change {Change.objects.latest('id').pk} is not in the chain" in wrong()


def test_swapped_rows_are_named(sealed):
    one, other = sealed[-4], sealed[-2]
    by_the_owner(
        f"UPDATE accounts_change SET id = -1 WHERE id = {one}",
        f"UPDATE accounts_change SET id = {one} WHERE id = {other}",
        f"UPDATE accounts_change SET id = {other} WHERE id = -1",
    )
    assert f"change {one}" in wrong()


@pytest.mark.parametrize("deed", ["UPDATE accounts_auditentry SET action = 'view'", "DELETE FROM accounts_auditentry"])
def test_an_altered_entry_of_the_audit_log_is_named(lin, deed):
    create_customer(Customer(name="Huawei", owner=lin), by=lin)
    chain.seal()
    assert wrong() == ""
    by_the_owner(OPEN.format("accounts_auditentry"), "ALTER TABLE accounts_auditentry DISABLE TRIGGER USER", deed)
    assert f"audit entry {Change.objects.get(table='accounts_auditentry').row}" in wrong()


def cut(sealed) -> None:
    gone = ",".join(map(str, sealed[-2:]))
    by_the_owner(
        f"DELETE FROM accounts_seal WHERE change IN ({gone})", f"DELETE FROM accounts_change WHERE id IN ({gone})"
    )


def test_a_cut_tail_is_noticed_by_the_head_kept_outside(sealed):
    head = chain.head()
    cut(sealed)
    assert (wrong(), "tail was cut off" in wrong(head)) == ("", True)


def test_a_chain_written_anew_is_noticed_by_the_heads_kept_outside(sealed):
    place = len(sealed)
    heads = [chain.Head(seal.position, bytes(seal.hash).hex()) for seal in Seal.objects.all()]
    by_the_owner(
        f"UPDATE accounts_change SET door = 'api' WHERE id = {sealed[-2]}",
        f"DELETE FROM accounts_seal WHERE position >= {place - 1}",
    )
    chain.seal()
    assert (wrong(), f"between place {place - 2} and {place - 1}" in wrong(*heads)) == ("", True)


def test_the_command_says_so(sealed, capsys):
    call_command("audit", "head")
    head = capsys.readouterr().out.strip()
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", head)
    cut(sealed)
    with pytest.raises(CommandError, match="tail was cut off"):
        call_command("audit", "verify", "--head", head)


def test_a_head_that_is_none_is_refused(organisation):
    with pytest.raises(CommandError, match="no head"):
        call_command("audit", "verify", "--head", "12")
