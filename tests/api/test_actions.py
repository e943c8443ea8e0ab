"""The verbs: each is a POST below its record."""

from __future__ import annotations

import pytest

from accounts.models import Customer
from sales.models import Deal, Lead, Order, Refund
from service.models import Ticket
from tests.api.conftest import send


@pytest.fixture
def deal(api, rows) -> Deal:
    body = {"name": "Ten lamps", "customer": rows.customer.pk, "stage": rows.open.pk, "amount": "90"}
    return Deal.objects.get(pk=send(api("lin"), "post", "deals/", body).json()["id"])


@pytest.fixture
def order(api, rows) -> Order:
    lines = [{"product": rows.product.pk, "quantity": "2", "unit_price": "100", "discount": "20"}]
    body = {"customer": rows.customer.pk, "lines": lines}
    return Order.objects.get(pk=send(api("lin"), "post", "orders/", body).json()["id"])


@pytest.fixture
def ticket(api, rows) -> Ticket:
    body = {"subject": "Broken", "queue": rows.queue.pk, "body": "It does not light."}
    return Ticket.objects.get(pk=send(api("ana"), "post", "tickets/", body).json()["id"])


def test_convert_lead_answers_with_its_deal(api, rows) -> None:
    answer = send(api("lin"), "post", f"leads/{rows.lead.pk}/convert/", {"amount": "500", "currency": "USD"})
    assert (answer.status_code, answer.json()["lead"], answer.json()["amount_home"]) == (201, rows.lead.pk, "3550.0000")


def test_convert_lead_twice_is_refused_with_a_sentence(api, rows) -> None:
    client, path = api("lin"), f"leads/{rows.lead.pk}/convert/"
    send(client, "post", path, {})
    again = send(client, "post", path, {})
    assert (again.status_code, again.json()["detail"]) == (400, "This lead was converted already.")


def test_disqualify_lead(api, rows) -> None:
    answer = send(api("lin"), "post", f"leads/{rows.lead.pk}/disqualify/", {"reason": "spam"})
    assert (answer.json()["status"], answer.json()["disqualified_reason"]) == ("disqualified", "spam")


def test_requalify_lead(api, rows) -> None:
    Lead.objects.update(status="disqualified", disqualified_reason="spam")
    assert send(api("lin"), "post", f"leads/{rows.lead.pk}/requalify/").json()["status"] == "working"


def test_win_deal(api, deal) -> None:
    answer = send(api("lin"), "post", f"deals/{deal.pk}/win/", {})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "won")


def test_lose_deal_needs_a_reason(api, deal, rows) -> None:
    client, path = api("lin"), f"deals/{deal.pk}/lose/"
    assert list(send(client, "post", path, {}).json()) == ["reason"]
    assert send(client, "post", path, {"reason": rows.reason.pk}).json()["outcome"] == "lost"


def test_reopen_deal(api, deal) -> None:
    client = api("lin")
    send(client, "post", f"deals/{deal.pk}/win/", {})
    assert send(client, "post", f"deals/{deal.pk}/reopen/", {}).json()["outcome"] == "open"


def test_move_deal_tells_its_steps(api, deal, rows) -> None:
    client = api("lin")
    send(client, "post", f"deals/{deal.pk}/move/", {"stage": rows.won.pk})
    steps = send(client, "get", f"deals/{deal.pk}/stage-changes/").json()["results"]
    assert [step["stage"] for step in steps] == [rows.won.pk, rows.open.pk]


def test_assign_deal(api, deal, people) -> None:
    answer = send(api("lin"), "post", f"deals/{deal.pk}/assign/", {"owner": people.sam.pk})
    assert answer.json()["owner"] == people.sam.pk


def test_stage_cannot_be_edited(api, deal, rows) -> None:
    answer = send(api("lin"), "patch", f"deals/{deal.pk}/", {"version": deal.version, "stage": rows.won.pk})
    assert (answer.status_code, list(answer.json())) == (400, ["stage"])


def test_order_is_priced_from_its_lines(order) -> None:
    assert (order.net, order.net_home) == (180, 180)


def test_order_lines_can_be_edited(api, order, rows) -> None:
    lines = [{"product": rows.product.pk, "quantity": "1"}]
    body = {"version": order.version, "lines": lines, "note": "One will do"}
    answer = send(api("lin"), "patch", f"orders/{order.pk}/", body)
    assert (answer.json()["net"], answer.json()["note"]) == ("100.0000", "One will do")


def test_complete_order(api, order) -> None:
    assert send(api("lin"), "post", f"orders/{order.pk}/complete/").json()["status"] == "completed"


def test_cancel_order(api, order) -> None:
    assert send(api("lin"), "post", f"orders/{order.pk}/cancel/").json()["status"] == "cancelled"


def test_refund_order_whole(api, order) -> None:
    answer = send(api("lin"), "post", f"orders/{order.pk}/refund/", {})
    assert (answer.status_code, answer.json()["amount"]) == (201, "180.0000")


def test_refund_of_a_line(api, order) -> None:
    part = {"line": order.lines.get().pk, "quantity": "1"}
    answer = send(api("lin"), "post", f"orders/{order.pk}/refund/", {"lines": [part]})
    assert answer.json()["amount"] == "90.0000"


def test_refund_of_more_is_refused(api, order) -> None:
    answer = send(api("lin"), "post", f"orders/{order.pk}/refund/", {"amount": "180.01"})
    assert (answer.status_code, answer.json()["field"]) == (400, "amount")
    assert not Refund.objects.filter(order=order).exists()


def test_payment(api, order) -> None:
    answer = send(api("lin"), "post", f"orders/{order.pk}/payments/", {"amount": "180", "method": "card"})
    assert (answer.status_code, answer.json()["amount"]) == (201, "180.0000")


def test_draft_is_placed(api, rows) -> None:
    body = {"status": "draft", "lines": [{"product": rows.product.pk}]}
    draft = send(api("lin"), "post", "orders/", body).json()
    assert send(api("lin"), "post", f"orders/{draft['id']}/place/").json()["status"] == "placed"


def test_draft_can_be_deleted(api, rows) -> None:
    body = {"status": "draft", "lines": [{"product": rows.product.pk}]}
    draft = send(api("root"), "post", "orders/", body).json()
    assert send(api("root"), "delete", f"orders/{draft['id']}/").status_code == 204


def test_quick_line(api, rows) -> None:
    answer = send(api("lin"), "post", "interactions/quick/", {"text": "call Huawei 12m discussed renewal"})
    assert (answer.status_code, answer.json()["duration_seconds"]) == (201, 720)


def test_quick_line_about_nobody_known_is_refused(api, rows) -> None:
    answer = send(api("lin"), "post", "interactions/quick/", {"text": "call Secret Ltd 5m"})
    assert answer.status_code == 400 and answer.json()["detail"]


def test_answer_and_resolve_ticket(api, ticket) -> None:
    client = api("ana")
    first = send(client, "post", f"tickets/{ticket.pk}/answer/", {"body": "Try the switch."}).json()
    assert (first["status"], first["first_response_at"] is not None) == ("open", True)
    assert send(client, "post", f"tickets/{ticket.pk}/resolve/", {}).json()["status"] == "resolved"
    assert send(client, "post", f"tickets/{ticket.pk}/reopen/", {}).json()["reopened"] == 1


def test_ticket_tells_its_messages(api, ticket) -> None:
    client = api("ana")
    send(client, "post", f"tickets/{ticket.pk}/answer/", {"body": "Try the switch."})
    send(client, "post", f"tickets/{ticket.pk}/receive/", {"body": "No use", "direction": "note"})
    listed = send(client, "get", f"tickets/{ticket.pk}/messages/").json()["results"]
    assert [message["direction"] for message in listed] == ["note", "out", "in"]


def test_wait_for_the_customer(api, ticket) -> None:
    assert send(api("ana"), "post", f"tickets/{ticket.pk}/wait/").json()["status"] == "pending"


def test_assign_ticket(api, ticket, people) -> None:
    answer = send(api("siv"), "post", f"tickets/{ticket.pk}/assign/", {"owner": people.ana.pk})
    assert answer.json()["owner"] == people.ana.pk


def test_assign_customer(api, rows, people) -> None:
    answer = send(api("max"), "post", f"customers/{rows.customer.pk}/assign/", {"owner": people.sam.pk})
    assert (answer.status_code, answer.json()["owner"]) == (200, people.sam.pk)


def test_merge_customers(api, rows) -> None:
    answer = send(api("root"), "post", f"customers/{rows.customer.pk}/merge/", {"duplicate": rows.theirs.pk})
    assert answer.status_code == 200
    assert Customer.objects.get(pk=rows.theirs.pk).merged_into == rows.customer


@pytest.mark.parametrize(
    ("path", "name"),
    [("customers/{customer.pk}/merge/", "lin"), ("deals/{deal.pk}/win/", "sam"), ("orders/{order.pk}/refund/", "eva"),
     ("tickets/{ticket.pk}/answer/", "lin"), ("leads/{lead.pk}/convert/", "mia")],
)  # fmt: skip
def test_verb_refused(path: str, name: str, api, rows) -> None:
    assert send(api(name), "post", path.format(**vars(rows)), {}).status_code == 403


def test_verb_on_a_foreign_record_is_404(api, rows) -> None:
    assert send(api("omar"), "post", f"deals/{rows.deal.pk}/win/", {}).status_code == 404


def test_last_administrator_stays(api, people) -> None:
    body = {"version": people.root.version, "role": "rep"}
    assert send(api("root"), "patch", f"users/{people.root.pk}/", body).json()["field"] == "role"


def test_team_cannot_hang_below_itself(api, people) -> None:
    below = send(api("root"), "post", "teams/", {"name": "Yard", "parent": people.teams.north.pk}).json()
    answer = send(api("root"), "patch", f"teams/{people.teams.north.pk}/", {"version": 1, "parent": below["id"]})
    assert (answer.status_code, answer.json()["field"]) == (400, "parent")


def test_category_cannot_hang_below_itself(api, rows) -> None:
    below = send(api("max"), "post", "product-categories/", {"name": "LED", "parent": rows.category.pk}).json()
    body = {"version": 1, "parent": below["id"]}
    answer = send(api("max"), "patch", f"product-categories/{rows.category.pk}/", body)
    assert (answer.status_code, answer.json()["field"]) == (400, "parent")


def test_category_knows_its_root(api, rows) -> None:
    below = send(api("max"), "post", "product-categories/", {"name": "LED", "parent": rows.category.pk}).json()
    assert below["top"] == rows.category.pk


def test_a_payment_keeps_what_another_system_calls_it(api, order) -> None:
    body = {"order": order.pk, "amount": "180", "external_id": "bank-7"}
    assert send(api("lin"), "post", "payments/", body).json()["external_id"] == "bank-7"
