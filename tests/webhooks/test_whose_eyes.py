"""A webhook is told what its owner may see when it is sent."""

from __future__ import annotations

import json

import pytest

from accounts.models import User, Webhook, WebhookDelivery
from accounts.tasks import send_webhooks
from sales.actions import create_lead
from sales.models import Lead

pytestmark = pytest.mark.django_db


def state() -> str:
    return WebhookDelivery.objects.get().state


def test_not_of_another_team_s_record(webhook, listener, omar):
    create_lead(Lead(name="Secret of the south", owner=omar), omar)
    send_webhooks()
    assert (state(), listener.arrived) == ("dropped", [])


def test_not_what_was_handed_on_before_it_was_sent(webhook, listener, lead, lin, omar, south):
    made = create_lead(lead, lin)
    Lead.objects.filter(pk=made.pk).update(owner=omar, team=south)
    send_webhooks()
    assert (state(), listener.arrived) == ("dropped", [])


def test_nothing_once_the_owner_is_out(webhook, listener, lead, lin):
    create_lead(lead, lin)
    User.objects.filter(pk=lin.pk).update(is_active=False)
    send_webhooks()
    assert (state(), listener.arrived) == ("dropped", [])


def test_no_money_for_whom_none_is_shown(webhook, listener, lead, lin, mia):
    Webhook.objects.update(owner=mia)
    lead.expected_amount = 777
    create_lead(lead, lin)
    send_webhooks()
    said = json.loads(listener.arrived[0][1])["record"]
    assert "expected_amount" not in said and said["name"] == "Wei"


def test_no_number_of_a_record_that_is_not_theirs(webhook, listener, lead, lin, huawei, omar, south):
    lead.customer = huawei
    create_lead(lead, lin)
    huawei.__class__.objects.update(owner=omar, team=south)
    send_webhooks()
    assert json.loads(listener.arrived[0][1])["record"]["customer"] is None
