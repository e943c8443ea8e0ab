"""Two senders at once: each event is sent once, and nobody waits for the other."""

from __future__ import annotations

from accounts.actions.webhooks import create_webhook, send_waiting
from accounts.models import Webhook, WebhookDelivery
from sales.actions import create_lead
from sales.models import Lead
from tests.webhooks.conftest import listener, open_inside  # noqa: F401


def test_each_is_sent_once(at_once, organisation, lin, root, listener, open_inside):  # noqa: F811
    create_webhook(Webhook(name="Shop", url=listener.url, events=["lead.created"], owner=lin), root)
    for number in range(12):
        create_lead(Lead(name=f"Lead {number}", owner=lin), lin)
    at_once(send_waiting, send_waiting)
    told = [headers["X-CRM-Event-Id"] for headers, _body in listener.arrived]
    assert (len(told), len(set(told))) == (12, 12)
    assert not WebhookDelivery.objects.exclude(state="done").exists()
