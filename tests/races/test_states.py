"""D04: two deeds that exclude each other, at once: one happens as if it had been alone, the other is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.actions import create_customer, delete_record, merge_customers, update_record
from accounts.models import Contact, Customer
from crm_project.errors import ActionRefused
from sales.actions import create_deal, lose_deal, win_deal
from sales.models import Deal, LossReason, Stage
from service.actions import assign_ticket, open_ticket, resolve_ticket
from service.models import Queue
from tests.races.conftest import ROUNDS

rounds = pytest.mark.parametrize("_round", range(ROUNDS))


@pytest.fixture
def huawei(lin) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin), lin)


@pytest.fixture
def deal(huawei, lin) -> Deal:
    for number, outcome in enumerate(("open", "won", "lost")):
        Stage.objects.create(name=outcome, outcome=outcome, position=number, probability=Decimal(number == 1))
    return create_deal(Deal(name="Renewal", customer=huawei), lin)


def refused(answers) -> int:
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, ActionRefused)], answers
    return sum(isinstance(one, ActionRefused) for one in answers)


@rounds
def test_won_or_lost_never_both(at_once, deal, lin, _round):
    dear = LossReason.objects.create(name="Too dear")
    answers = at_once(lambda: win_deal(deal, by=lin), lambda: lose_deal(deal, dear, by=lin))
    outcomes = list(deal.changes.exclude(outcome="open").values_list("outcome", flat=True))
    deal.refresh_from_db()
    assert (refused(answers), outcomes) == (1, [deal.stage.outcome])
    assert (deal.loss_reason is None) == (deal.stage.outcome == "won")


@rounds
def test_one_of_two_merges_that_share_a_customer(at_once, huawei, lin, root, _round):
    twin, third = (create_customer(Customer(name=name, owner=lin), lin) for name in ("HuaWei", "Huawei Ltd"))
    answers = at_once(
        lambda: merge_customers(huawei, twin, by=root),
        lambda: merge_customers(twin, third, by=root),
    )
    assert refused(answers) in (0, 1)
    survivors = set(Customer.objects.living().values_list("pk", flat=True))
    merged = Customer.objects.exclude(merged_into=None)
    assert all(one.merged_into_id in survivors for one in merged)


@rounds
def test_an_edit_and_a_merge(at_once, huawei, lin, root, _round):
    twin = create_customer(Customer(name="HuaWei", owner=lin), lin)
    mine = Customer.objects.get(pk=twin.pk)
    mine.city = "Wuhan"
    answers = at_once(lambda: update_record(mine, lin), lambda: merge_customers(huawei, twin, by=root))
    twin.refresh_from_db()
    edited = not isinstance(answers[0], ActionRefused)
    assert (twin.merged_into_id, twin.city) == (huawei.pk, "Wuhan" if edited else "")


@rounds
def test_deleting_a_contact_while_it_is_edited(at_once, huawei, lin, _round):
    contact = Contact.objects.create(customer=huawei, name="Wei")
    mine = Contact.objects.get(pk=contact.pk)
    mine.title = "CTO"
    answers = at_once(lambda: delete_record(contact, lin), lambda: update_record(mine, lin))
    assert (Contact.objects.exists(), refused(answers) <= 1) == (False, True)


@rounds
def test_a_ticket_is_taken_by_one_while_another_resolves_it(at_once, huawei, ana, siv, service_team, _round):
    queue = Queue.objects.create(name="Desk", team=service_team)
    ticket = open_ticket(by=siv, subject="Down", customer=huawei, queue=queue)
    answers = at_once(lambda: assign_ticket(ticket, ana, by=siv), lambda: resolve_ticket(ticket, by=siv))
    ticket.refresh_from_db()
    assert refused(answers) <= 1 and ticket.status == "resolved"
