"""manage.py seed."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Customer, User


def seed(*words: str) -> str:
    out = io.StringIO()
    call_command("seed", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_it_prints_a_sign_in_that_works(db: None, client) -> None:
    said = seed("--customers", "50", "--today", "2026-03-02")
    role, username, password = next(line.split() for line in said.splitlines() if line.startswith("rep"))
    assert (role, username) == ("rep", "lin")
    assert User.objects.get(username="lin").check_password(password)


def test_it_leaves_customers_alone(db: None) -> None:
    Customer.objects.create(name="Somebody")
    assert "stays out" in seed()
    assert Customer.objects.count() == 1


def test_accounts_are_one_line_a_role_and_write_nothing(db: None) -> None:
    assert len(seed("--accounts").splitlines()) == 8
    assert not User.objects.exists()


def test_size_out_of_range(db: None) -> None:
    with pytest.raises(CommandError, match="50 to 200000"):
        seed("--customers", "3")
