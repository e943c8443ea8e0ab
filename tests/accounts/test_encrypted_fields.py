"""A sensitive field is unreadable in the database, and its keys can be changed."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts.actions import create_customer, update_customer
from accounts.models import AuditEntry, Change, Customer, User
from crm_project.encryption import decrypt, encrypt

NUMBER = "110101199003071234"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def customer(root: User, settings: Any) -> Customer:
    settings.FIELD_KEYS = [OLD]
    return create_customer(Customer(name="Wang", identity_number=NUMBER), root)


def stored(customer: Customer) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM accounts_customer WHERE id = %s", [customer.pk])
        return cursor.fetchone()[0]


def test_the_program_reads_it(customer: Customer) -> None:
    assert Customer.objects.get().identity_number == NUMBER


def test_the_database_does_not_say_it(customer: Customer) -> None:
    assert NUMBER not in stored(customer)


def test_empty_stays_empty(root: User) -> None:
    assert stored(create_customer(Customer(name="Li"), root)) == ""


def test_neither_log_says_it(customer: Customer, root: User) -> None:
    customer.identity_number = NUMBER[::-1]
    update_customer(customer, root)
    said = [*AuditEntry.objects.values_list("changes", flat=True), *Change.objects.values_list("plain", "personal")]
    assert NUMBER not in str(said) and NUMBER[::-1] not in str(said)


def test_nobody_can_search_it(customer: Customer) -> None:
    with pytest.raises(FieldError):
        Customer.objects.filter(identity_number__startswith="1").exists()


def test_rotating_lets_the_old_key_go(customer: Customer, settings: Any) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("privacy", "rotate", stdout=StringIO())
    settings.FIELD_KEYS = [NEW]
    assert Customer.objects.get().identity_number == NUMBER


def test_without_its_key_it_cannot_be_read(customer: Customer, settings: Any) -> None:
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match="CRM_FIELD_KEYS"):
        Customer.objects.get()


def test_rotating_does_not_make_open_forms_stale(customer: Customer, settings: Any) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("privacy", "rotate", stdout=StringIO())
    assert Customer.objects.get().version == customer.version


def test_secrets_of_second_factors_are_rotated_too(root: User, settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    Authenticator.objects.create(user=root, type="totp", data={"secret": encrypt("ABCDEF")})
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("privacy", "rotate", stdout=StringIO())
    settings.FIELD_KEYS = [NEW]
    assert decrypt(Authenticator.objects.get().data["secret"]) == "ABCDEF"
