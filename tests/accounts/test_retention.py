"""What is kept too long is overwritten once somebody has said so, and not before."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import apply_rules, create_customer, log_interaction
from accounts.actions.retention import due
from accounts.models import AuditEntry, Customer, Erasure, Interaction, RetentionRule, User
from sales.models import Lead

LONG_AGO = timezone.now() - dt.timedelta(days=900)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def touches(lin: User, root: User) -> None:
    customer = create_customer(Customer(name="Wang", owner=lin), root)
    for at in (LONG_AGO, timezone.now()):
        log_interaction(lin, customer, at=at, subject="tea", note="likes green")


def rule(kind: str, days: int = 365, *, on: bool = True) -> RetentionRule:
    return RetentionRule.objects.create(kind=kind, days=days, is_on=on)


def notes() -> list[str]:
    return list(Interaction.objects.order_by("at").values_list("note", flat=True))


def test_the_old_one_goes(touches: None) -> None:
    rule("accounts.interaction")
    assert (apply_rules(), notes()) == ({"accounts.interaction": 1}, ["", "likes green"])


def test_a_rule_that_is_off_does_nothing(touches: None) -> None:
    rule("accounts.interaction", on=False)
    assert (apply_rules(), notes()) == ({}, ["likes green", "likes green"])


def test_the_next_night_finds_nothing(touches: None) -> None:
    rule("accounts.interaction")
    apply_rules()
    assert apply_rules() == {"accounts.interaction": 0}


def test_counting_changes_nothing(touches: None) -> None:
    rule("accounts.interaction", on=False)
    out = StringIO()
    call_command("privacy", "retention", stdout=out)
    assert (out.getvalue(), notes()[0]) == ("accounts.interaction: 1 older than 365 days (off)\n", "likes green")


def test_it_is_audited_with_its_number(touches: None) -> None:
    rule("accounts.interaction")
    apply_rules()
    assert AuditEntry.objects.get(action="retention").changes == {"rows": [None, 1]}


def test_a_lead_nobody_heard_of_since_is_erased(root: User) -> None:
    old = Lead.objects.create(name="Old Li", received_at=LONG_AGO)
    Lead.objects.create(name="New Li")
    rule("sales.lead")
    apply_rules()
    old.refresh_from_db()
    assert (old.name, Erasure.objects.get().reason) == (f"erased-{old.pk}", "retention")


def test_a_customer_with_something_recorded_since_stays(lin: User, root: User) -> None:
    customers = [create_customer(Customer(name=name, owner=lin), root) for name in ("Quiet", "Busy")]
    Customer.objects.update(recorded_at=LONG_AGO)
    log_interaction(lin, customers[1], subject="tea")
    assert list(due(rule("accounts.customer")).values_list("name", flat=True)) == ["Quiet"]


def test_the_page_counts_without_a_write(sign_in: Any, touches: None, root: User) -> None:
    page = sign_in(root).get(f"/retention-rules/{rule('accounts.interaction').pk}/").content.decode()
    assert ("1 record is older" in page, notes()[0]) == (True, "likes green")
