"""What happened is told: signed, at least once, in order, slower after each failure, until it is given up."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.actions.webhooks import ATTEMPTS, send_again, send_waiting
from accounts.models import Webhook, WebhookDelivery
from accounts.tasks import send_webhooks
from crm_project.errors import ActionRefused
from sales.actions import create_lead
from sales.models import Lead

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=1)


def states() -> list[str]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True))


def test_it_works(webhook, listener, lead, lin):
    create_lead(lead, lin)
    assert (send_webhooks(), states()) == (1, ["done"])
    headers, body = listener.arrived[0]
    said = json.loads(body)
    assert (said["event"], said["record"]["name"], said["record"]["owner"]) == ("lead.created", "Wei", lin.pk)
    assert headers["X-CRM-Event-Id"] == said["id"]


def test_it_is_signed_with_the_moment(webhook, listener, lead, lin):
    create_lead(lead, lin)
    send_webhooks()
    headers, body = listener.arrived[0]
    moment, signature = (part.split("=")[1] for part in headers["X-CRM-Signature"].split(","))
    known = Webhook.objects.get().secret.encode()
    assert hmac.new(known, moment.encode() + b"." + body, hashlib.sha256).hexdigest() == signature


def test_the_event_is_written_with_the_deed_or_not_at_all(webhook, lead, lin):
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        create_lead(lead, lin)
        assert WebhookDelivery.objects.count() == 1
        raise Undo
    assert not WebhookDelivery.objects.exists()


def test_run_twice_it_is_sent_once(webhook, listener, lead, lin):
    create_lead(lead, lin)
    assert (send_webhooks(), send_webhooks(), len(listener.arrived)) == (1, 0, 1)


def test_what_was_not_asked_for_is_not_told(webhook, lead, lin):
    Webhook.objects.update(events=["deal.won"])
    create_lead(lead, lin)
    assert states() == []


def test_one_that_is_off_is_told_nothing(webhook, listener, lead, lin):
    create_lead(lead, lin)
    Webhook.objects.update(is_active=False)
    assert (send_webhooks(), listener.arrived) == (0, [])


@pytest.mark.parametrize("status", [301, 400, 500])
def test_a_failure_is_tried_again_later_with_the_same_number(status, webhook, listener, lead, lin):
    listener.status = status
    create_lead(lead, lin)
    assert (send_webhooks(), send_webhooks(), states()) == (1, 0, ["waiting"])
    listener.status = 204
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=31)):
        assert (send_webhooks(), states()) == (1, ["done"])
    numbers = {headers["X-CRM-Event-Id"] for headers, _body in listener.arrived}
    assert (len(listener.arrived), len(numbers)) == (2, 1)


def test_the_pauses_grow_up_to_a_cap(webhook, listener, lead, lin):
    listener.status = 500
    create_lead(lead, lin)
    pauses = []
    for _attempt in range(ATTEMPTS - 1):
        with time_machine.travel(WebhookDelivery.objects.get().next_at, tick=False):
            send_waiting(1)
            pauses.append((WebhookDelivery.objects.get().next_at - timezone.now()).total_seconds())
    assert (pauses[:3], pauses[-1]) == ([30, 60, 120], 6 * 3600)


@pytest.fixture
def dead(webhook, listener, lead, lin) -> WebhookDelivery:
    listener.status = 500
    create_lead(lead, lin)
    WebhookDelivery.objects.update(attempts=ATTEMPTS - 1)
    return WebhookDelivery.objects.get()


def test_in_the_end_it_is_given_up_and_its_owner_told(dead, lin, django_capture_on_commit_callbacks):
    lin.email = "lin@crane.test"
    lin.save()
    with django_capture_on_commit_callbacks(execute=True):
        send_webhooks()
    assert (states(), [letter.to for letter in mail.outbox]) == (["dead"], [["lin@crane.test"]])


def test_by_hand_it_is_sent_again_with_its_number(dead, listener, root):
    send_webhooks()
    listener.status = 200
    send_again(dead, by=root)
    send_webhooks()
    numbers = {headers["X-CRM-Event-Id"] for headers, _body in listener.arrived}
    assert (states(), numbers) == (["done"], {str(dead.event_id)})


def test_what_waits_is_not_sent_again(webhook, lead, lin, root):
    create_lead(lead, lin)
    with pytest.raises(ActionRefused):
        send_again(WebhookDelivery.objects.get(), by=root)


def test_a_record_s_second_event_waits_for_its_first(webhook, listener, lead, lin):
    """Another record's does not."""
    lead = create_lead(lead, lin)
    first = WebhookDelivery.objects.get()
    said = {"webhook": webhook, "event": "deal.won", "model": "sales.lead", "object_id": lead.pk}
    WebhookDelivery.objects.create(**said)
    create_lead(Lead(name="Other", owner=lin), lin)
    WebhookDelivery.objects.filter(pk=first.pk).update(next_at=timezone.now() + LATER)
    assert (send_webhooks(), states()) == (1, ["waiting", "waiting", "done"])
